"""when a live interview takes place, and who interviews."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

COLUMNS = ('scheduled_at', 'zone', 'sequence', 'moved_from', 'planned_changed_at', 'code_languages', 'is_recorded')


def upgrade() -> None:
    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column('interview', sa.Column('scheduled_at', base.UtcDateTime(), nullable=True))
    op.add_column('interview', sa.Column('zone', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('interview', sa.Column('sequence', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('interview', sa.Column('moved_from', base.UtcDateTime(), nullable=True))
    op.add_column('interview', sa.Column('planned_changed_at', base.UtcDateTime(), nullable=True))
    op.add_column('interview', sa.Column('code_languages', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('interview', sa.Column('is_recorded', sa.Boolean(), nullable=False, server_default=sa.text('0')))
    op.create_index('ix_interview_scheduled_at', 'interview', ['scheduled_at'], unique=False)
    op.add_column(
        'interview_member',
        sa.Column('is_interviewer', sa.Boolean(), nullable=False, server_default=sa.text('0')),
    )


def downgrade() -> None:
    # in place: others point to the tables
    op.drop_column('interview_member', 'is_interviewer')
    op.drop_index('ix_interview_scheduled_at', table_name='interview')
    for name in reversed(COLUMNS):
        op.drop_column('interview', name)
