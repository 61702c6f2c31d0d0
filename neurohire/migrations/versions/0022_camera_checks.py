"""whether the candidate's camera is checked in an interview."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column(
        'interview', sa.Column('is_camera_checked', sa.Boolean(), nullable=False, server_default=sa.text('0'))
    )


def downgrade() -> None:
    op.drop_column('interview', 'is_camera_checked')
