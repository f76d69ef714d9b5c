"""What imports do not show: foreign keys, references upwards, placement, primary keys, migrations."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from tests.architecture.house import Package, may_use, packages

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, citus_statement

PACKAGES = {package.module: package for package in packages()}

# Which package owns what a column of whole numbers that ends in _id points to.
OWNERS = {
    "user": "platform.accounts",
    "author": "platform.accounts",
    "owner": "platform.accounts",
    "actor": "platform.accounts",
    "follower": "platform.accounts",
    "followee": "platform.accounts",
    "blocker": "platform.accounts",
    "blocked": "platform.accounts",
    "muter": "platform.accounts",
    "muted": "platform.accounts",
    "avatar": "platform.media",
    "banner": "platform.media",
    "mark": "platform.media",
    "picture": "platform.media",
    "cover": "platform.media",
    "product": "store.catalog",
    "brand": "store.catalog",
    "category": "store.catalog",
    "note": "community.notes",
    "question": "community.questions",
    "event": "kernel",
    "reporter": "platform.accounts",
    "decider": "platform.accounts",
    "payer_user": "platform.accounts",
    "answerer": "platform.accounts",
    "case": "platform.trust",
    "decision": "platform.trust",
    "root": "community.responses",
    "root_user": "platform.accounts",
    "parent": "community.responses",
    "parent_user": "platform.accounts",
    "comment": "community.responses",
    "board": "community.responses",
    "cover_note": "community.notes",
    "sku": "store.catalog",
    "inspector": "platform.accounts",
    "payment": "store.payments",
    "attempt": "store.payments",
    "resident": "platform.identity",
    "lot": "store.inventory",
    "reservation": "store.inventory",
    "packed_by": "platform.accounts",
    "identity": "platform.identity",
    "flash_item": "store.promotions",
    "cart": "store.carts",
    "checkout": "store.trade",
    "warehouse": "store.inventory",
}

# Plain numbers that point upwards, and why that is right.
UPWARD = {
    "trade.OrderLineRow.note_id": "the note that led to the line, of the community above",
    "carts.LineRow.note_id": "the note that led to the line, of the community above",
    "promotions.CouponRow.checkout_id": "a checkout of the trade above, which used it",
    "promotions.FlashTakeRow.checkout_id": "as of a coupon",
    "declarations.DeclarationRow.order_id": "an order of the trade above, whose documents these are",
    "declarations.DocumentRow.order_id": "as its declaration",
    "customs.QuotaEntryRow.order_id": "an order of the trade above, which uses the quota",
    "payments.PaymentRow.checkout_id": "a checkout of the trade above, which is paid",
    "payments.PartRow.checkout_id": "as its payment",
    "payments.PartRow.order_id": "an order of the trade above, whose part this is",
    "payments.AttemptRow.checkout_id": "as its payment",
    "payments.RefundRow.order_id": "as its part",
    "payments.ExchangeRow.checkout_id": "as its payment",
    "provenance.UnitCodeRow.order_line_id": "a line of an order of the trade above, whose unit this is",
    "fulfilment.ParcelRow.order_id": "an order of the trade beside, which hands orders over as shapes",
    "fulfilment.ParcelContentRow.order_id": "as its parcel",
    "fulfilment.ParcelContentRow.order_line_id": "as its parcel",
    "fulfilment.TrackEventRow.order_id": "as its parcel",
    "provenance.UnitCodeRow.order_id": "as its line; leads to the customs entry",
    "provenance.LookRow.order_line_id": "as the unit's, so that both lie on one node",
    "graph.FollowRow.note_id": "from which note it was done; who counts by it looks whether it is there",
    "graph.FollowRequestRow.note_id": "as of a follow",
    "kernel.IdempotencyRecord.owner_id": "whose command it was; the kernel only tells one owner from another",
}

# Columns that end in _id and point to no row of one kind.
NOT_REFERENCES = {
    "search.ChangedRow.subject_id": "a note, product, member or brand, by the kind beside it",
    "behaviour.EventRow.entity_id": "the kind beside it says of what",
    "behaviour.EventRow.subject_id": "the kind beside it says of what",
    "notifications.GroupRow.subject_id": "the kind beside it says of what",
    "behaviour.EventRow.ref_id": "an earlier event of the log",
    "identity.OpeningRow.subject_id": "the kind beside it says of what",
    "identity.ConsentRow.subject_id": "the kind beside it says of what",
    "ledger.TransferRow.subject_id": "the kind beside it says of what",
    "inventory.ReservationRow.holder_id": "the kind beside it says of whom",
    "catalog.ChangeRow.subject_id": "the kind beside it says of what",
    "trust.CaseRow.subject_id": "the kind beside it says of what",
    "trust.DecisionRow.subject_id": "the kind beside it says of what",
    "trust.AuditRow.subject_id": "the kind beside it says of what",
}

# Everything else has a primary key `id` (design decision 3).
OTHER_PRIMARY_KEYS = {
    "kernel.NodeLease": "node: ids are made with it, so it cannot have one",
    "accounts.SessionRow": "session_key: Django's sessions are found by what the browser brings",
    "accounts.LoginClaim": "value: unique over all nodes of a cluster only as the key of a table of its own",
    "members.HandleClaim": "handle: as the login claim",
    "identity.ResidentClaim": "value: as the login claim",
    "payments.TransactionClaim": "value: as the login claim",
    "declarations.MessageRow": "guid: what customs sends is taken once, as the login claim",
}

# Many-to-many fields that Django's own mixin brings.
OF_DJANGO = {"accounts.User.groups", "accounts.User.user_permissions"}


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("hongshu.")]


def _package_of(model: type[models.Model]) -> Package:
    return next(
        package for module, package in PACKAGES.items() if f"{model.__module__}.".startswith(f"{module}.")
    )


def _name_of(model: type[models.Model], field: str = "") -> str:
    return f"{model._meta.app_label}.{model.__name__}" + (f".{field}" if field else "")


@pytest.mark.parametrize("model", _models(), ids=_name_of)
def test_a_foreign_key_stays_inside_or_points_down(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey | models.ManyToManyField):
            continue
        if _name_of(model, field.name) in OF_DJANGO:
            continue
        target = field.related_model
        assert isinstance(target, type)
        assert target.__module__.startswith("hongshu."), f"{field} points to a table that is not ours"
        here, there = _package_of(model), _package_of(target)
        if here.name != there.name:
            assert may_use(here, there), f"{field} points upwards or sideways, to {there.name}"
            assert field.remote_field.related_name == "+", f"{field} lets {there.name} know of {here.name}"


@pytest.mark.parametrize("model", _models(), ids=_name_of)
def test_a_plain_reference_points_down_or_is_listed(model: type[models.Model]) -> None:
    by_name = {package.name: package for package in PACKAGES.values()}
    here = _package_of(model)
    for field in model._meta.concrete_fields:
        name = _name_of(model, field.name)
        if (
            field.primary_key
            or not isinstance(field, models.BigIntegerField)
            or not field.name.endswith("_id")
        ):
            continue
        if name in NOT_REFERENCES or name in UPWARD:
            continue
        owner = OWNERS.get(field.name.removesuffix("_id"))
        assert owner is not None, f"{name}: say in OWNERS or NOT_REFERENCES what it points to"
        there = by_name[owner]
        assert here.name == there.name or may_use(here, there), (
            f"{name} points up to {owner}: list it in UPWARD"
        )


@pytest.mark.parametrize("model", _models(), ids=_name_of)
def test_a_model_says_where_its_rows_live(model: type[models.Model]) -> None:
    placement = vars(model).get("placement")
    assert isinstance(placement, Placement)
    if placement.kind == "sharded":
        assert placement.shard_key in {field.column for field in model._meta.concrete_fields}
        assert placement.shard_key in citus_statement(model._meta.db_table, placement)


@pytest.mark.parametrize("model", _models(), ids=_name_of)
def test_the_primary_key_is_an_id_of_our_own(model: type[models.Model]) -> None:
    key = model._meta.pk
    assert key is not None
    if _name_of(model) in OTHER_PRIMARY_KEYS:
        assert not isinstance(key, models.AutoField), "a sequence is part of no contract"
    else:
        assert key.name == "id"
        assert isinstance(key, IdField)


def test_what_is_listed_is_there() -> None:
    listed = {*UPWARD, *NOT_REFERENCES, *OTHER_PRIMARY_KEYS, *OF_DJANGO}
    there = {_name_of(model) for model in _models()}
    there |= {_name_of(model, field.name) for model in _models() for field in model._meta.get_fields()}
    assert listed <= there


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    missing = {label: found for label, found in detector.changes(graph=loader.graph).items() if found}
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("hongshu.")}
    assert not {
        label: [migration.operations for migration in missing[label]] for label in ours & set(missing)
    }
    assert not loader.detect_conflicts()
