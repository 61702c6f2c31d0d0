"""incidents."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'incident',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('interview_id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('began_at', base.UtcDateTime(), nullable=False),
        sa.Column('ended_at', base.UtcDateTime(), nullable=True),
        sa.Column('value', sa.Float(), nullable=False),
        sa.Column('evidence', sa.String(length=64), nullable=False),
        sa.Column('evidence_at', base.UtcDateTime(), nullable=True),
        sa.Column('keep_until', base.UtcDateTime(), nullable=True),
        sa.Column('evidence_deleted_at', base.UtcDateTime(), nullable=True),
        sa.Column('judgement', sa.String(length=20), nullable=False),
        sa.Column('judged_by', sa.String(length=60), nullable=False),
        sa.Column('judged_at', base.UtcDateTime(), nullable=True),
        sa.Column('note', base.LongText, nullable=False),
        sa.Column('comment', base.LongText, nullable=False),
        sa.Column('commented_at', base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_incident_interview_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_incident')),
    )
    op.create_index(op.f('ix_incident_interview_id_began_at'), 'incident', ['interview_id', 'began_at'])
    op.create_index(op.f('ix_incident_keep_until'), 'incident', ['keep_until'])
    op.create_table(
        'leaving_file',
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('due_at', base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('sha256', name=op.f('pk_leaving_file')),
    )
    op.create_index(op.f('ix_leaving_file_due_at'), 'leaving_file', ['due_at'])


def downgrade() -> None:
    op.drop_table('leaving_file')
    op.drop_table('incident')
