"""transcripts of spoken answers."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('transcript',
    sa.Column('recording_id', sa.String(length=36), nullable=False),
    sa.Column('interview_id', sa.String(length=36), nullable=False),
    sa.Column('interview_question_id', sa.String(length=36), nullable=False),
    sa.Column('follow_up', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('service', sa.String(length=120), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('speech_seconds', sa.Float(), nullable=False),
    sa.Column('done_until', sa.Float(), nullable=False),
    sa.Column('dropped', sa.Integer(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('is_noted', sa.Boolean(), nullable=False),
    sa.Column('created_at', base.UtcDateTime(), nullable=False),
    sa.Column('ready_at', base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_transcript_interview_id')),
    sa.ForeignKeyConstraint(['interview_question_id'], ['interview_question.id'], name=op.f('fk_transcript_interview_question_id')),
    sa.ForeignKeyConstraint(['recording_id'], ['recording.id'], name=op.f('fk_transcript_recording_id')),
    sa.PrimaryKeyConstraint('recording_id', name=op.f('pk_transcript'))
    )
    with op.batch_alter_table('transcript', schema=None) as batch_op:
        batch_op.create_index('ix_transcript_interview_id_state', ['interview_id', 'state'], unique=False)
        batch_op.create_index('ix_transcript_interview_question_id_follow_up', ['interview_question_id', 'follow_up'], unique=False)


def downgrade() -> None:
    op.drop_table('transcript')
