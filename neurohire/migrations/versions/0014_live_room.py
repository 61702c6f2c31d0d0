"""who asked to join a live interview and was let in, its planned end, who ended it, focus time."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

TIMES = ('admission_at', 'planned_end_at', 'focus_until')
WORDS = {'admission_reason': 300, 'ended_by': 60, 'focus_by': 60}


def upgrade() -> None:
    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column('interview', sa.Column('admission', sa.String(length=20), nullable=False, server_default='none'))
    for name in TIMES:
        op.add_column('interview', sa.Column(name, base.UtcDateTime(), nullable=True))
    for name, length in WORDS.items():
        op.add_column('interview', sa.Column(name, sa.String(length=length), nullable=False, server_default=''))


def downgrade() -> None:
    # in place: others point to the table
    for name in ('admission', *TIMES, *WORDS):
        op.drop_column('interview', name)
