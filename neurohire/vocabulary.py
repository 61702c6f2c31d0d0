"""The glossary as enums: one spelling for every state, kind and role."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may be."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    CANDIDATE = "candidate"


class UserState(StrEnum):
    """Where an account stands: invited until its first password is set."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Scope(StrEnum):
    """What an API token may do, within the rights of its user."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class InterviewKind(StrEnum):
    AI = "ai"
    LIVE = "live"


class InterviewState(StrEnum):
    """Life of an interview; AI-led interviews skip WAITING."""

    DRAFT = "draft"
    INVITED = "invited"
    WAITING = "waiting"
    LIVE = "live"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    TERMINATED = "terminated"


class Admission(StrEnum):
    """Where the candidate of a live interview stands at the door of the room."""

    NONE = "none"
    REQUESTED = "requested"
    ADMITTED = "admitted"
    DENIED = "denied"


class GradingState(StrEnum):
    """Grading runs beside the interview's own state."""

    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ModelState(StrEnum):
    """Where a piece of work for the model stands; NONE: none was asked for."""

    NONE = "none"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class QuestionType(StrEnum):
    TECHNICAL = "technical"
    SCENARIO = "scenario"
    CODING = "coding"
    BEHAVIOURAL = "behavioural"


class QuestionSource(StrEnum):
    """Who wrote a question."""

    BANK = "bank"
    RESUME = "resume"
    RECRUITER = "recruiter"
    MODEL = "model"


class FollowUpSource(StrEnum):
    """Prepared together with its question, or written by a model in reply to the answer."""

    BANK = "bank"
    MODEL = "model"


class PoolState(StrEnum):
    """Of a question in the pool: a retired or merged one is never planned."""

    ACTIVE = "active"
    RETIRED = "retired"
    MERGED = "merged"


class QuestionState(StrEnum):
    """Where one question of an interview stands."""

    PENDING = "pending"
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"


class Level(StrEnum):
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"


class PolicyMode(StrEnum):
    """What follows from incidents; see PolicyMode texts in services.policies."""

    OBSERVE = "observe"
    WARN = "warn"
    ENFORCE = "enforce"


class IncidentKind(StrEnum):
    """What rules make of facts; the words for people are in components.incident_words."""

    NO_FACE = "no_face"
    MULTIPLE_FACES = "multiple_faces"
    LOOKING_AWAY = "looking_away"
    FACE_TOO_FAR = "face_too_far"
    IMAGE_BLURRED = "image_blurred"
    TOO_DARK = "too_dark"
    CAMERA_COVERED = "camera_covered"
    CAMERA_FROZEN = "camera_frozen"
    FRAMES_MISSING = "frames_missing"


class Judgement(StrEnum):
    """What a human makes of an incident; nothing follows from one that nobody has looked at."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class AnswerMode(StrEnum):
    SPEECH = "speech"
    TEXT = "text"
    CODE = "code"


class ResumeState(StrEnum):
    """Where one uploaded file stands; the row says what it needs."""

    QUEUED = "queued"
    READING = "reading"
    NEEDS_EMAIL = "needs_email"
    READY = "ready"
    REJECTED = "rejected"


class RejectionCode(StrEnum):
    """Why a resume file was refused (part of the public API)."""

    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105  (a code, not a secret)
    NO_TEXT = "no_text"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"
    DUPLICATE = "duplicate"


class TranscriptState(StrEnum):
    """Where the words of one take stand."""

    WAITING = "waiting"
    DONE = "done"
    NO_SPEECH = "no_speech"  # listened through: nobody speaks in it
    FAILED = "failed"  # given up; the voice is kept


class TranscriptSource(StrEnum):
    """Who wrote down what was said."""

    SERVICE = "service"
    BROWSER = "browser"  # the candidate's own browser, where an admin allows it


class ScoreSource(StrEnum):
    HUMAN = "human"
    MODEL = "model"
    EMBEDDED = "embedded"


class Outcome(StrEnum):
    """A named human's decision after an interview."""

    ADVANCE = "advance"
    HOLD = "hold"
    DECLINE = "decline"


class Recommendation(StrEnum):
    """One interviewer's judgement after a live interview."""

    STRONG_YES = "strong_yes"
    YES = "yes"
    NO = "no"
    STRONG_NO = "strong_no"


class CardState(StrEnum):
    """Of a scorecard: a submitted one is what others see; changes to it count when submitted again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class DataKind(StrEnum):
    """Kinds of personal data a candidate consents to one by one."""

    ANSWERS = "answers"
    AUDIO = "audio"
    CAMERA = "camera"
    CAMERA_CHECKS = "camera_checks"  # software looks at pictures of the camera while the interview runs
    SUGGESTED_SCORES = "suggested_scores"


class RequestState(StrEnum):
    """What became of a candidate's wish for another time."""

    OPEN = "open"
    ACCEPTED = "accepted"  # the interview was moved
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
