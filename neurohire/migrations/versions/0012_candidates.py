"""candidates with a target role and level, who keeps them, and resumes that belong to no position."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base
from neurohire.models.candidates import name_key

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, length in (('target_role', 160), ('level', 20), ('name_key', 120)):
        op.add_column('candidate', sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
    op.create_index('ix_candidate_created_at', 'candidate', ['created_at'])
    op.create_index('ix_candidate_name_key', 'candidate', ['name_key'])
    op.create_table('candidate_member',
    sa.Column('candidate_id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('added_at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_member_candidate_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_candidate_member_user_id')),
    sa.PrimaryKeyConstraint('candidate_id', 'user_id', name=op.f('pk_candidate_member'))
    )
    op.create_index(op.f('ix_candidate_member_user_id'), 'candidate_member', ['user_id'])
    with op.batch_alter_table('resume', schema=None) as batch_op:
        batch_op.alter_column('position_id', existing_type=sa.String(length=36), nullable=True)
    _fill()


def _fill() -> None:
    """Who made a person's first interview brought the person in; names get their key."""
    connection = op.get_bind()
    connection.execute(sa.text(
        "INSERT INTO candidate_member (candidate_id, user_id, added_at) "
        "SELECT candidate.id, MIN(interview.created_by), MIN(interview.created_at) FROM candidate "
        "JOIN interview ON interview.candidate_id = candidate.id "
        "WHERE interview.created_at = (SELECT MIN(first.created_at) FROM interview AS first "
        "WHERE first.candidate_id = candidate.id) GROUP BY candidate.id"
    ))
    rows = connection.execute(sa.text("SELECT id, name, email FROM candidate")).all()
    keys = [{"id": row.id, "name_key": name_key(row.name, row.email)} for row in rows]
    if keys:
        connection.execute(sa.text("UPDATE candidate SET name_key = :name_key WHERE id = :id"), keys)


def downgrade() -> None:
    op.execute("DELETE FROM resume WHERE position_id IS NULL")
    with op.batch_alter_table('resume', schema=None) as batch_op:
        batch_op.alter_column('position_id', existing_type=sa.String(length=36), nullable=False)
    op.drop_table('candidate_member')
    op.drop_index('ix_candidate_name_key', 'candidate')
    op.drop_index('ix_candidate_created_at', 'candidate')
    for name in ('name_key', 'level', 'target_role'):
        op.drop_column('candidate', name)  # in place: others point to the table
