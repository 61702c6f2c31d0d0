"""accounts of candidates, and their wishes for another time."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: a batch would drop the table that others point to
    op.add_column('user', sa.Column('candidate_id', sa.String(length=36), nullable=True))
    op.create_index(op.f('ix_user_candidate_id'), 'user', ['candidate_id'], unique=True)
    op.create_table('reschedule_request',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('interview_id', sa.String(length=36), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('words', base.LongText, nullable=False),
    sa.Column('times', sa.JSON(), nullable=False),
    sa.Column('zone', sa.String(length=60), nullable=False),
    sa.Column('created_at', base.UtcDateTime(), nullable=False),
    sa.Column('answer', base.LongText, nullable=False),
    sa.Column('answered_by', sa.String(length=36), nullable=True),
    sa.Column('answered_at', base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by'], ['user.id'], name=op.f('fk_reschedule_request_answered_by')),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_reschedule_request_interview_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reschedule_request'))
    )
    op.create_index(op.f('ix_reschedule_request_interview_id'), 'reschedule_request', ['interview_id'])
    op.create_index(op.f('ix_reschedule_request_state'), 'reschedule_request', ['state'])


def downgrade() -> None:
    op.drop_table('reschedule_request')
    op.drop_index(op.f('ix_user_candidate_id'), 'user')
    op.drop_column('user', 'candidate_id')
