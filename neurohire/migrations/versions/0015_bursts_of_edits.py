"""several updates of one moment are one row of a document's history."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base
from neurohire.services.bursts import parted
from pycrdt import merge_updates

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('document_update', sa.Column('sizes', base.LongBytes, nullable=True))


def downgrade() -> None:
    """Such a row becomes one update that says the same."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, data, sizes FROM document_update WHERE sizes IS NOT NULL")).all()
    for row in rows:
        merged = {"id": row.id, "data": merge_updates(*parted(row.data, row.sizes))}
        connection.execute(sa.text("UPDATE document_update SET data = :data WHERE id = :id"), merged)
    with op.batch_alter_table('document_update', schema=None) as batch_op:
        batch_op.drop_column('sizes')
