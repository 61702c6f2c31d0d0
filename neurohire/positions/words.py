"""Words by which titles, fields, levels and languages are recognised in job descriptions."""

from __future__ import annotations

import re

# The word that makes a line a role, per language; matched at the end of a word as well (Softwareentwickler).
_ROLES = """
engineer developer programmer architect analyst scientist administrator designer manager director lead head
consultant specialist officer executive assistant representative recruiter coordinator researcher intern
internship accountant technician tester advisor adviser agent associate partner clerk controller auditor
buyer planner writer editor strategist scrum-master owner president founder cto ceo cfo coo ciso vp trainer
teacher nurse driver operator supervisor buchhalter sysadmin devops sre secretary lawyer counsel physician
dba marketer copywriter translator cashier mechanic electrician trainee apprentice
entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin architekt analyst kaufmann
kauffrau sachbearbeiter sachbearbeiterin referent referentin mitarbeiter mitarbeiterin verkäufer praktikant
praktikantin werkstudent administratorin spezialist fachkraft buchhalterin pfleger pflegerin tester
desarrollador desarrolladora ingeniero ingeniera programador programadora analista gerente director
directora jefe jefa consultor consultora arquitecto diseñador diseñadora especialista contable becario
practicante asistente administrador vendedor comercial técnico responsable coordinador
développeur développeuse ingénieur ingénieure chef directeur directrice consultant comptable analyste
concepteur stagiaire commercial administrateur vendeur chargé chargée gestionnaire technicien
sviluppatore ingegnere responsabile desenvolvedor engenheiro ontwikkelaar programista inżynier utvecklare
"""
ROLE = re.compile(
    rf"(?:{'|'.join(sorted(set(_ROLES.split()), key=len, reverse=True))})(?:s|en|innen|nen)?\b", re.I
)

# What stands before a role in "Job title: Java Developer".
LABEL = re.compile(
    r"^(?:the\s+)?(?:job\s*(?:title|description|role|posting|opening|position)?|position(?:\s+title)?|title|role|"
    r"vacancy|open(?:ing|\s+position)|we(?:'|’)?re\s+hiring|we\s+are\s+hiring|now\s+hiring|hiring|"
    r"stellen(?:beschreibung|bezeichnung|anzeige|ausschreibung|titel|angebot)|stelle|position(?:sbezeichnung)?|"
    r"jobtitel|puesto(?:\s+de\s+trabajo)?|vacante|cargo|oferta(?:\s+de\s+(?:empleo|trabajo))?|título(?:\s+del\s+puesto)?|"
    r"intitulé(?:\s+du\s+poste)?|poste|offre\s+d(?:'|’)emploi|titre(?:\s+du\s+poste)?|"
    r"vaga|functie(?:titel)?|vacature|posizione|stanowisko)\s*[:：–—-]\s*",
    re.I,
)

# What stands before a role in a sentence: "We are looking for a Senior Backend Engineer to join …".
SEEKING = re.compile(
    r"(?:looking\s+for|searching\s+for|search\s+of|seek(?:s|ing)?|hir(?:e|es|ing)|recruiting|need(?:s)?|require[sd]?|"
    r"requirement\s+of|role\s+(?:of|as)|position\s+(?:of|as)|join\s+(?:us|our\s+team)\s+as|join\s+\w+\s+as|as)\s+"
    r"(?:(?:an?|the|our|your|one|two|several|multiple|experienced|talented|motivated|passionate|skilled|outstanding|"
    r"new|next|additional|great|exceptional|driven|highly|self-motivated|dedicated|full-time|part-time)\s+)*"
    r"|(?:suchen|sucht|suche|gesucht)\s+(?:wir\s+)?(?:(?:ab\s+sofort|zum\s+nächstmöglichen\s+zeitpunkt|für\s+\S+\s+\S+|"
    r"eine?(?:[:*_/]?n|[:*_/]?r|n)?|den|die|erfahrene[nrs]?|engagierte[nrs]?|motivierte[nrs]?)\s+)*"
    r"|(?:buscamos|busca|buscando|contratamos|requerimos)\s+(?:(?:a|an|al|un|una|unos|el|la|nuestro|nuestra)\s+)*"
    r"|(?:recherchons|recherche|recrutons|recrute)\s+(?:(?:un|une|le|la|notre|nos|des)(?:·e)?\s+)*",
    re.I,
)

# Where the role ends in such a sentence.
AFTER_ROLE = re.compile(
    r"\s+(?:to|who|with|for|that|in|at|on|based|responsible|having|and\s+you|joining|experienced|whose|which|as|from|"
    r"mit|der|die|das|für|zur|zum|im|bei|ab|und|para|con|que|en|pour|avec|qui|dans|chez|au|within|per)\b"
    r"|[.;!?]|,|\s[–—-]\s|\n|$",
    re.I,
)

JUNIOR = re.compile(
    r"\b(?:junior|jr|intern|interns|internship|trainee|graduate|entry[- ]level|apprentice|working\s+student|"
    r"werkstudent\w*|praktikant\w*|praktikum|azubi|auszubildende\w*|berufseinsteiger\w*|becari[oa]|practicantes?|"
    r"prácticas|stagiaire|stage|alternan(?:t|ce)|débutant|estágio|estagiári[oa])\b",
    re.I,
)
SENIOR = re.compile(r"\b(?:senior|sr|sénior|experienced|seasoned|expert|erfahrene[rn]?)\b", re.I)
SENIOR_TITLE = re.compile(r"\b(?:senior|sr|sénior|expert|architect|architekt|arquitecto)\b", re.I)
LEAD = re.compile(
    r"\b(?:lead|principal|staff|head|director|vp|vice\s+president|chief|cto|cio|ciso|ceo|cfo|coo|founding|"
    r"engineering\s+manager|development\s+manager|team\s*lead(?:er)?|teamleit\w+|leiter(?:in)?|abteilungsleit\w+|"
    r"directora?|jef[ea]|directeur|directrice|responsable)\b|manager,?\s+engineering",
    re.I,
)
MID = re.compile(r"\b(?:mid[- ]?level|mid[- ]senior|intermediate|regular|mid)\b", re.I)
YEARS = re.compile(
    r"(\d{1,2})\s*\+?\s*(?:(?:-|–|to|bis|a|à)\s*\d{1,2}\s*\+?\s*)?"
    r"(?:years?|yrs?|jahren?|años|ans|anos|anni|jaar|lat)\b(?!\s+(?:old|ago))",
    re.I,
)
