"""what an import knew beyond our columns."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('imported_question',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('question_id', sa.String(length=80), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=200), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('entry', sa.JSON(), nullable=False),
    sa.Column('imported_at', base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_question'))
    )
    with op.batch_alter_table('imported_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_question_question_id'), ['question_id'], unique=False)

    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column('interview', sa.Column('extra', sa.JSON(), nullable=False, server_default='{}'))


def downgrade() -> None:
    with op.batch_alter_table('interview', schema=None) as batch_op:
        batch_op.drop_column('extra')
    op.drop_table('imported_question')
