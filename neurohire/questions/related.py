"""Which broader topics of the bank a named skill belongs to: Kafka is messaging, Redis is caching."""

from __future__ import annotations

from collections.abc import Iterable

from neurohire.questions.skill_names import skill_key

# Topic of the bank: skills, as they are written in descriptions and resumes.
_TOPICS = {
    "APIs": "REST; GraphQL; gRPC; OpenAPI; FastAPI; Django; Flask; Spring; Express; WebSockets; "
    "Microservices; Distributed Systems; ASP.NET",
    "Messaging": "Apache Kafka; Kafka; RabbitMQ; ActiveMQ; SQS; NATS; Celery; "
    "Event-Driven Architecture; MQTT",
    "Caching": "Redis; Memcached; CDN; Varnish",
    "SQL": "PostgreSQL; MySQL; SQL Server; Oracle; SQLite; MariaDB; Database Design; "
    "Query Optimization; Data Modeling",
    "System design": "Distributed Systems; Microservices; Software Architecture; "
    "Event-Driven Architecture; Scalability; High Availability; Site Reliability Engineering",
    "Concurrency": "Multithreading; Asyncio; Distributed Systems; Go; Rust",
    "Testing": "Unit Testing; Integration Testing; Test Automation; Quality Assurance; Jest; pytest; "
    "JUnit; Cypress; "
    "Playwright; Selenium; Vitest; TDD; Test-Driven Development",
    "Test Automation": "Selenium; Cypress; Playwright; Appium; Software Testing; Quality Assurance",
    "API Testing": "Postman; Integration Testing; Software Testing",
    "Performance Testing": "JMeter; Gatling; k6; Locust",
    "CI/CD": "GitHub Actions; CircleCI; Jenkins; GitLab CI; Azure DevOps; Travis CI; ArgoCD",
    "Observability": "Datadog; OpenTelemetry; Prometheus; Grafana; Logging; Splunk; New Relic; "
    "ELK Stack; Elasticsearch",
    "Site Reliability Engineering": "DevOps; High Availability; Incident Management; On-Call; Monitoring",
    "Disaster Recovery": "System Administration; VMware; Windows Server; High Availability",
    "Cloud cost": "Cloud Computing; FinOps; AWS; Azure; GCP; Serverless",
    "Kubernetes": "Helm; OpenShift; Argo CD; Istio",
    "Linux": "Unix; Bash; System Administration",
    "Incident response": "Site Reliability Engineering; Incident Management; On-Call; Monitoring; "
    "Prometheus; Datadog",
    "Security": "OWASP; Penetration Testing; Application Security; Network Security; SIEM; Cryptography; IAM",
    "Application Security": "OWASP; DevSecOps; Threat Modeling",
    "Threat Modeling": "Application Security; Information Security; Risk Assessment",
    "SIEM": "SOC; Splunk; Threat Intelligence; Incident Response",
    "Vulnerability Assessment": "Information Security; Penetration Testing; Nessus; Security Audits",
    "Privacy": "GDPR; Data Protection; HIPAA; Compliance",
    "Refactoring": "Code Review; Clean Code; Design Patterns; Object-Oriented Programming; Legacy Systems",
    "Accessibility": "Web Accessibility; WCAG; ARIA; HTML",
    "React": "Next.js; Redux; React Native; Gatsby",
    "JavaScript": "jQuery; Vue.js; Angular; Svelte; AppScript; Web Development; Node.js; TypeScript",
    "CSS": "Tailwind CSS; Sass; Bootstrap; Web Design; Web Development; Styled Components",
    "HTML": "Web Design; Web Development; WordPress; Drupal",
    "Web performance": "Core Web Vitals; Lighthouse; Webpack; Vite; Next.js",
    "Large Language Models": "LLM; LLMs; Generative AI; Prompt Engineering; LangChain; RAG; NLP",
    "Machine Learning": "Deep Learning; TensorFlow; PyTorch; scikit-learn; Data Science; NLP; "
    "Computer Vision; MLOps",
    "Statistics": "Data Science; A/B Testing; R; Data Analysis; SPSS; Econometrics",
    "Data Analysis": "Power BI; Tableau; Excel; Pandas; NumPy; Looker; Data Science; Business Intelligence",
    "Data Engineering": "ETL; Apache Spark; Apache Airflow; dbt; Snowflake; BigQuery; Hadoop; "
    "Databricks; Data Warehousing",
    "Analytics engineering": "dbt; Data Modeling; Data Warehousing; Snowflake; BigQuery; Looker",
    "Data Visualization": "Power BI; Tableau; Looker; D3.js; Matplotlib; Business Intelligence",
    "Experimentation": "A/B Testing; Optimizely; Product Management; Conversion Optimization",
    "Embedded": "RTOS; FreeRTOS; Firmware; Embedded Systems; Microcontrollers; C; FPGA; Arduino; Embedded C",
    "Spring": "Spring Boot; Hibernate",
    ".NET": "ASP.NET; Entity Framework; Blazor",
    "C#": "LINQ; ASP.NET",
    "Android": "Jetpack Compose; Mobile Development",
    "iOS": "SwiftUI; Xcode; Objective-C; Mobile Development",
    "Mobile architecture": "Android; iOS; Kotlin; Swift; Flutter; React Native; Mobile Development",
    "Networking": "TCP/IP; DNS; Load Balancing; Cisco; VPN; HTTP; Firewalls",
    "Leadership": "Engineering Management; Team Leadership; People Management; Management",
    "People leadership": "Engineering Management; Team Leadership; People Management; Coaching",
    "Mentoring": "Coaching; Team Leadership; Engineering Management; Training",
    "Delivery management": "Engineering Management; Project Management; Scrum; Agile; "
    "Program Management; Kanban",
    "Planning": "Project Management; Scrum; Agile; Roadmapping; Resource Planning",
    "Prioritisation": "Prioritization; Roadmapping; Product Management; Product Strategy; OKRs",
    "Product discovery": "Product Management; User Research; UX Research; Product Strategy",
    "Product metrics": "OKRs; KPIs; Product Management; Google Analytics; Product Analytics",
    "Roadmapping": "Product Management; Product Strategy; OKRs",
    "Pricing": "Product Strategy; Product Marketing; Go-to-Market",
    "Prototyping": "UX Design; Interaction Design; Figma",
    "Visual design": "UI Design; Graphic Design; Web Design; Figma",
    "Usability testing": "User Research; UX Design; UX Research; Figma; Prototyping",
    "Reporting": "Financial Reporting; Power BI; Excel; SAP",
    "Internal controls": "Auditing; SOX; Compliance; Reconciliation; Risk Management",
    "Accounting": "Bookkeeping; Reconciliation; QuickBooks; SAP; General Ledger; IFRS; GAAP; Payroll",
    "Accounts payable": "Bookkeeping; Accounting; Invoicing",
    "Billing": "Invoicing; Accounts Receivable; Reconciliation",
    "Receivables": "Accounts Receivable; Invoicing; Reconciliation; Credit Control",
    "Cash management": "Treasury; Cash Flow; Accounts Payable",
    "Budgeting": "Financial Planning; Forecasting; Financial Modeling; FP&A",
    "Logistics": "Supply Chain; Supply Chain Management; Warehousing; Shipping; Inventory Management; "
    "E-commerce",
    "Inventory": "Inventory Management; Warehousing; Supply Chain Management; SAP",
    "Procurement": "Supply Chain Management; Contract Management; Purchasing; Vendor Management",
    "Negotiation": "Account Management; Sales; Procurement; Contract Negotiation",
    "Prospecting": "Lead Generation; Sales; Cold Calling; Business Development; Salesforce; CRM; HubSpot",
    "Discovery": "Sales; Account Management; Consultative Selling; Solution Selling",
    "Forecasting": "Salesforce; Sales; Pipeline Management; Financial Planning; CRM",
    "Compensation": "Compensation and Benefits; Payroll; Human Resources",
    "People operations": "Human Resources; HR Information Systems; Office Administration; Payroll",
    "Employee engagement": "Human Resources; Organizational Development; Employee Relations",
    "Learning and development": "Training and Development; Instructional Design; Training; Human Resources",
    "Recruiting": "Talent Acquisition; Sourcing; Human Resources; Interviewing",
    "Onboarding": "Human Resources; Employee Relations; Training",
    "Marketing analytics": "Google Analytics; SEO; SEM; Google Ads; Marketing; Conversion Optimization",
    "Content and search": "SEO; Content Marketing; Copywriting; Content Strategy; SEM",
    "Campaign planning": "Marketing; Email Marketing; Social Media; Google Ads; Digital Marketing",
    "Customer communication": "Customer Service; Customer Support; Zendesk; Technical Support; Help Desk",
    "Customer success": "Account Management; Customer Satisfaction; Upselling; Customer Support",
    "Documentation": "Technical Writing; Writing; Confluence",
}
_OF: dict[str, set[str]] = {}
for _topic, _skills in _TOPICS.items():
    for _skill in _skills.split(";"):
        _OF.setdefault(skill_key(_skill), set()).add(skill_key(_topic))


def topics_of(keys: Iterable[str]) -> frozenset[str]:
    """Keys of the bank topics that these skills belong to."""
    return frozenset(topic for key in keys for topic in _OF.get(key, ()))
