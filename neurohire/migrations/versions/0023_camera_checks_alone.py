"""whether the candidate's camera is checked in a position's interviews; longer names of consent texts."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column(
        'position', sa.Column('is_camera_checked', sa.Boolean(), nullable=False, server_default=sa.text('0'))
    )
    if op.get_bind().dialect.name != 'sqlite':  # which keeps no lengths
        op.alter_column(
            'consent',
            'text_version',
            existing_type=sa.String(length=40),
            type_=sa.String(length=80),
            existing_nullable=False,
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != 'sqlite':
        op.alter_column(
            'consent',
            'text_version',
            existing_type=sa.String(length=80),
            type_=sa.String(length=40),
            existing_nullable=False,
        )
    op.drop_column('position', 'is_camera_checked')
