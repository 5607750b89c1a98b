"""An accountant's desk in a shop: short ways to write vouchers."""

from uuid import UUID

from core.ids import uuid7
from ledger.models import Account
from ledger.operations import vouchers
from ledger.operations.vouchers import VoucherResult
from ledger.vouchers import VoucherContent, VoucherLine
from tests.ledger.shops import TODAY, Shop


def account(shop: Shop, code: str) -> UUID:
    return Account.objects.get(business_id=shop.id, code=code).id


def content(shop: Shop, *lines: tuple, kind: str = "journal", day=TODAY, note: str = "",
            branch_id: UUID | None = None) -> VoucherContent:  # fmt: skip
    """Lines are (code, amount) or (code, amount, party); debit positive."""
    return VoucherContent(
        kind, day, note, tuple(VoucherLine(account(shop, code), *rest) for code, *rest in lines), branch_id
    )


def record(shop: Shop, *lines: tuple, **fields) -> VoucherResult:
    said = {"actor": shop.asha, "document_id": uuid7(), "made_at": shop.now, "now": shop.now}
    what = {one: fields.pop(one) for one in ("kind", "day", "note", "branch_id") if one in fields}
    return vouchers.record_voucher(
        business_id=shop.id, content=content(shop, *lines, **what), **{**said, **fields}
    )


def edit(shop: Shop, result: VoucherResult, *lines: tuple, **fields) -> VoucherResult:
    what = {one: fields.pop(one) for one in ("kind", "day", "note", "branch_id") if one in fields}
    return change(shop, "edit_voucher", result, content=content(shop, *lines, **what), **fields)


def change(shop: Shop, verb: str, result: VoucherResult, **fields) -> VoucherResult:
    """verb: edit_voucher, delete_voucher, restore_voucher or undo_voucher."""
    said = {
        "actor": shop.asha, "mutation_id": uuid7(), "base_rev": result.rev, "made_at": shop.now, "now": shop.now,
    }  # fmt: skip
    return getattr(vouchers, verb)(business_id=shop.id, document_id=result.document_id, **{**said, **fields})
