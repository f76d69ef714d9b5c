"""The one table from a refusal to words that say what to do, and from its kind to an HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hongshu.kernel.errors import DomainError, RefusalKind

STATUS: dict[RefusalKind, int] = {
    RefusalKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    RefusalKind.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    RefusalKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    RefusalKind.SIGN_IN: HTTPStatus.UNAUTHORIZED,
    RefusalKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    RefusalKind.CONFLICT: HTTPStatus.CONFLICT,
    RefusalKind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    RefusalKind.UNSUPPORTED: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    RefusalKind.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}

WORDS: dict[str, str] = {
    # kernel
    "refused": _("This cannot be done as it is. Check what you entered and try again."),
    "not_found": _("It is not here: the address may be mistyped, or it was deleted."),
    "sign_in_needed": _("Sign in first, then try again."),
    "not_allowed": _("Your account may not do this. If it should, ask whoever runs this site."),
    "query_too_long": _("Nobody types that much: look for fewer words, at most %(most)s characters."),
    "unknown_choice": _("There is no such choice (%(name)s). Begin the search again."),
    "invalid_cursor": _("This list has changed. Begin again at its first page."),
    "idempotency_key_reused": _(
        "This form was sent before with other words. Reload the page and send it again."
    ),
    "invalid_idempotency_key": _("The form has lost its number. Reload the page and send it again."),
    # accounts and members
    "login_taken": _("This has an account already: sign in instead."),
    "invalid_phone": _("Enter a phone number: 11 digits, or + and the country code."),
    "invalid_fact": _("This is none of the values it can have. Choose another, or leave it empty."),
    "profile_not_found": _("There is no member by this name. They may have changed it or left."),
    "invalid_name": _("A name has 1 to %(max)s characters that can be seen."),
    "invalid_handle": _("3 to 24 of a–z, 0–9 and _, beginning with a letter."),
    "handle_taken": _("Another member has this handle. Choose another one."),
    "bio_too_long": _("At most %(max)s characters. Shorten it a little."),
    "kol_application_not_found": _("No application of this member waits; somebody may have answered it."),
    "kol_application_waits": _("Your application waits already. Staff answer it with a reason."),
    "is_kol_already": _("This member has the badge already."),
    "is_no_kol": _("This member has no badge."),
    "invalid_kol_field": _("A field has 1 to %(max)s characters that can be seen."),
    "invalid_kol_words": _("Say it in 1 to %(max)s characters."),
    "invalid_kol_links": _("At most %(max)s web addresses that begin with https:// or http://."),
    "invalid_kol_notes": _("Choose at most %(max)s public notes of your own."),
    "cannot_relate_to_self": _("That is you. Choose another member."),
    "too_many_followed": _("You follow %(max)s members, and that is the most. Unfollow somebody first."),
    "too_many_blocked": _("You block %(max)s members, and that is the most. Lift a block first."),
    "no_follow_request": _("This request is not there any more: it was withdrawn or answered."),
    # media
    "picture_not_found": _("One of the pictures is no longer there. Remove it and add it again."),
    "picture_too_large": _(
        "The picture is too large: at most %(max_mb)s MB and %(max_megapixels)s megapixels. "
        "Choose a smaller one."
    ),
    "picture_type_refused": _("This is not a picture we can read. Use JPEG, PNG, WebP, HEIC, AVIF or GIF."),
    "picture_broken": _("The picture is damaged. Open it on your device, save it anew, and add it again."),
    "rendering_busy": _("Many pictures are being added right now. Wait a moment and try again."),
    # notes and responses
    "note_not_found": _("This note is not here any more, or it is not public."),
    "title_too_long": _("The title counts %(units)s, and %(max)s is the most. Shorten it."),
    "note_empty": _("Write a title or some text."),
    "body_too_long": _("The text has %(length)s characters, and %(max)s is the most. Shorten it."),
    "no_picture": _("Add at least one picture."),
    "too_many_pictures": _("A note shows at most %(max)s pictures. Remove some."),
    "too_many_products": _("A note shows at most %(max)s products. Remove some."),
    "too_many_topics": _("At most %(max)s topics. Remove some."),
    "invalid_topic": _("“%(topic)s” cannot be a topic: use letters, digits and _ only, at most 30."),
    "alt_too_long": _("A description has at most %(max)s characters. Shorten it."),
    "unknown_channel": _("Choose one of the channels."),
    "invalid_channel": _(
        "A channel needs a short address of small letters, digits and dashes, and a short name in both"
        " languages. One channel at least must be shown."
    ),
    "too_many_channels": _("There are %(max)s channels already: change one of them."),
    "comment_not_found": _("This comment is not here any more."),
    "comment_empty": _("Write something, or add a picture."),
    "comment_too_long": _("The comment has %(length)s characters, and %(max)s is the most. Shorten it."),
    "comment_too_deep": _("Replies have one level: answer the comment that the reply stands under."),
    "comments_closed": _("The author has closed the comments of this note."),
    "comments_not_taken": _("The author takes comments from some people only, and you are not among them."),
    "cannot_pin_reply": _("Only a comment of the first level can be pinned."),
    "note_changed": _(
        "This note was changed meanwhile, in another window or on another device. What you typed is still "
        "here. Look at the note, then save again to put yours in its place; what you replace stays among its "
        "earlier versions."
    ),
    "too_many_pinned": _("%(max)s notes are pinned, and that is the most. Unpin one first."),
    "invalid_spot": _("A price tag lies beside its picture, or its product is gone. Put it on anew."),
    "too_many_entries": _("A list has at most %(max)s lines. Remove some."),
    "entry_nameless": _("Line %(number)s of the list: choose a product, or say what it is."),
    "entry_too_long": _("Line %(number)s of the list: a text has at most %(max)s characters. Shorten it."),
    "invalid_entry_price": _("Line %(number)s of the list: enter a price such as 1280 or 12.50."),
    "too_many_mentions": _("A note names at most %(max)s members. Remove some."),
    "draft_not_found": _("This draft is not here any more: it was published or discarded."),
    "version_not_found": _("The note has no such earlier version."),
    "too_many_drafts": _("You have %(max)s drafts, and that is the most. Discard one first."),
    "invalid_publish_time": _("Choose a time from %(hours)s hour to %(days)s days ahead."),
    # questions
    "question_not_found": _("This question is not here any more."),
    "question_empty": _("Write something."),
    "question_too_long": _("The text has %(length)s characters, and %(max)s is the most. Shorten it."),
    "asked_today": _("You asked on this product today. Wait for the answers, and ask again tomorrow."),
    "nobody_to_ask": _("Nobody who can be asked has written about this product yet."),
    "cannot_answer_own": _("This is your own question: others answer it."),
    "not_an_owner": _("Only members who wrote about this product answer. Write a note about it first."),
    "answered_already": _("You have answered this question already."),
    # boards
    "board_not_found": _("This board is not here any more, or it is not shown to you."),
    "invalid_board_title": _("A board's title has 1 to %(max)s characters that can be seen."),
    "board_title_taken": _("You have a board of this title. Choose another title."),
    "too_many_boards": _("You have %(max)s boards, and that is the most. Delete one first."),
    "board_full": _("This board has %(max)s notes, and that is the most. Choose another board."),
    "too_many_editors": _("A board is shared with at most %(max)s members. Remove one first."),
    "no_invitation": _("This invitation is not there any more: it was withdrawn or answered."),
    "cannot_invite": _("Choose another member: this one cannot be invited."),
    # one's data
    "export_underway": _("Your data are being put together already. It takes a few minutes."),
    "export_not_found": _("This download is not there any more. Ask for a new one in the settings."),
    "wrong_password": _("This is not your password. Try again."),
    "staff_cannot_leave": _("Your account has a role in the console. Have it taken back first."),
    "cover_line_empty": _("Write a few words: they become the picture."),
    "cover_line_too_long": _("A text cover holds at most %(max)s characters. Shorten the line."),
    "unknown_cover_template": _("Choose one of the looks."),
    # catalogue and pages
    "product_not_found": _("This product is not listed, or not any more."),
    "brand_not_found": _("No brand has this address."),
    "invalid_product": _("The product cannot be made like this: %(why)s."),
    "sku_not_found": _("There is no such SKU."),
    "invalid_price": _("The price cannot be set like this: %(why)s."),
    "invalid_rate": _("Line %(line)s of the exchange rates cannot be read: %(why)s."),
    "rate_missing": _("No exchange rate of %(currency)s is known for %(on)s. Enter one first."),
    "catalogue_file_empty": _("There is no row in the file. It needs a header and rows below it."),
    "catalogue_file_too_large": _(
        "At most %(max_mb)s MB and %(max_rows)s rows. Part the file, or use the command line."
    ),
    "catalogue_file_not_read": _(
        "This is neither CSV nor a whole XLSX workbook. Save it anew and send that."
    ),
    "catalogue_wrong_encoding": _(
        "The text is written neither in UTF-8 nor in GB18030. Save it as CSV UTF-8."
    ),
    "catalogue_column_unknown": _("There is no column “%(column)s”. Did you mean “%(nearest)s”?"),
    "catalogue_column_twice": _("Two columns are called “%(column)s”. Remove one of them."),
    "catalogue_column_missing": _("The column “%(column)s” is missing; every row needs it."),
    "catalogue_imported_before": _(
        "This very file was brought in on %(on)s. To do it again, say that it is meant."
    ),
    "catalogue_import_gone": _("The file is not kept any more. Send it again."),
    "cannot_publish": _("The product cannot be published yet: %(why)s."),
    "promotion_not_found": _("There is no such promotion."),
    "coupon_batch_not_found": _("No coupon has this code. Look whether it is typed right."),
    "coupon_not_found": _("You have no such coupon."),
    "flash_sale_not_found": _("There is no such flash sale."),
    "invalid_promotion": _("This cannot be promised like this: look at the marked field."),
    "coupons_gone": _("No more of these coupons can be claimed now."),
    "coupon_not_usable": _("A coupon was used already or has expired. Choose another one."),
    "flash_not_running": _("This flash sale is over, or has not begun. Look at the price of now."),
    "flash_sold_out": _("The flash sale has fewer left than you want. Take fewer, or pay the usual price."),
    "flash_limit_reached": _("One member may have at most %(most)s of this in the flash sale."),
    "cart_line_not_found": _("This is not in your cart any more. Load the page again."),
    "cannot_be_bought": _("This is not for sale any more. Choose another option or product."),
    "invalid_cart_quantity": _("Choose from 1 to %(most)s pieces."),
    "cart_full": _("Your cart holds %(most)s different things, and that is the most. Take something out."),
    "wish_list_full": _("Your wish list holds %(most)s products, and that is the most. Take one off."),
    "address_not_found": _("You have no such address. Choose another one."),
    "invalid_address": _("The address cannot be so: look at the marked field."),
    "too_many_addresses": _("You keep %(most)s addresses, and that is the most. Remove one first."),
    "checkout_not_found": _("There is no such checkout. Begin again from your cart."),
    "order_not_found": _("You have no such order."),
    "unknown_order_tab": _("There is no such list of orders."),
    "nothing_to_buy": _("Nothing is chosen that can be bought. Choose something in your cart."),
    "address_needed": _("Where should it go? Add an address."),
    "identity_needed": _("Goods from abroad are ordered under your real name. Prove it once."),
    "cannot_ship_there": _("We cannot send this to that address. Choose another address."),
    "price_changed": _("A price has changed since you looked. This is what it costs now."),
    "checkout_changed": _("Your checkout has changed since you looked. Check it once more."),
    "checkout_placed": _("This is ordered already: look at your orders."),
    "wrong_order_state": _("This cannot be done with the order as it stands."),
    "cannot_cancel_order": _("It is too late to cancel this order: send it back when it has come."),
    "invalid_order_refund": _("This cannot be given back: choose units that are left."),
    "order_refund_conflict": _("This refund was made before with other units. Load the page again."),
    "invalid_touch": _("The way that led here cannot be read. Open the product again."),
    "invalid_links": _("A product leads to other products that are there, each of them once."),
    "place_not_found": _("We have no page for this place yet. Look through the destinations."),
    "page_not_found": _("There is no page at this address. It may have moved, or it never was."),
    # notifications
    "notice_not_found": _("This notification is not there any more."),
    "unknown_tab": _("There is no such tab. Choose one of those above the list."),
    "stream_token_refused": _("This address is too old. Reload the page."),
    # imports
    "wrong_file": _("%(file)s cannot be imported."),
    "import_file_missing": _("%(file)s was not found: %(wanted)s is needed."),
    "import_file_unreadable": _("%(file)s cannot be read: %(why)s."),
    "import_file_damaged": _("%(file)s is damaged or cut off (%(why)s). Get it again."),
    "import_file_not_text": _("%(file)s, line %(line)s: %(why)s. This is not a CSV file, or it is damaged."),
    "import_wrong_encoding": _("%(file)s, line %(line)s: this is not %(encoding)s text. Save it as such."),
    "import_columns_missing": _(
        "The first line of %(file)s lacks the columns %(columns)s. Take the right file."
    ),
    "import_file_empty": _("%(file)s is empty. Take the right file."),
    # behaviour
    "invalid_batch": _("This batch of events cannot be read."),
    "batch_too_large": _("This batch of events is too large. Send fewer at a time."),
    "too_many_requests": _("That was a lot in a short time. Wait a minute and try again."),
    # trust
    "too_many_actions": _("That was a lot in a short time. Try again in %(wait_s)s seconds."),
    "account_suspended": _(
        "Your account is suspended: you can read, and appeal under Settings, Decisions about me."
    ),
    "subject_not_found": _("What you want to report is not here any more."),
    "cannot_report_self": _("This is yours. You can delete it instead of reporting it."),
    "unknown_reason": _("Choose one of the reasons."),
    "words_needed": _("Say it in a few words: somebody has to understand it."),
    "words_too_long": _("At most %(max)s characters. Shorten it."),
    "case_not_found": _("This case is not there."),
    "case_decided": _("Somebody else has decided this case already. Have a look at what they did."),
    "decision_not_found": _("This decision is not there, or it is not about you."),
    "decision_lifted": _("This decision is lifted already. There is nothing left to do."),
    "appealed_already": _("You have appealed against this already, and there is one appeal a decision."),
    "no_appeal": _("No appeal waits for an answer here; somebody may have answered it."),
    "another_must_answer": _(
        "Somebody else must do this: who decided does not answer the appeal, "
        "and nobody decides about themselves."
    ),
    "invalid_decision": _(
        "These do not go together. Dismiss alone, or choose at most one for the content "
        "and one for the member."
    ),
    "step_left_out": _(
        "A lower step comes first (%(step)s). If the case is grave, say so, and the steps are left out."
    ),
    "invalid_limit": _("A limit is at least 1 in at least 1 second."),
    # what no contract refuses, but Django or the API itself
    "unreadable_request": _(
        "The address or the form was incomplete. Go back, reload the page and try again."
    ),
    "invalid_input": _("Some of the fields are missing or wrong: see each of them."),
    "csrf_failed": _(
        "The form was open for too long, or cookies are switched off. Reload the page and send it again."
    ),
    "method_not_allowed": _("This address does not answer to that method."),
    "server_error": _("It is not your fault, and it was written down. Try again in a minute."),
    # ledger
    "invalid_transfer": _("A transfer needs an amount above zero and two different accounts (%(key)s)."),
    "transfer_conflict": _("%(key)s is posted already with other content. Put it right by a transfer back."),
    # inventory
    "supplier_not_found": _("There is no such supplier. Choose one from the list."),
    "warehouse_not_found": _("There is no such warehouse. Choose one from the list."),
    "purchase_order_not_found": _("There is no such purchase order."),
    "authorisation_not_found": _("There is no such authorisation."),
    "invalid_supplier": _("The supplier cannot be kept like this: look at the marked field."),
    "invalid_warehouse": _("The warehouse cannot be kept like this: look at the marked field."),
    "invalid_checklist": _("The checklist cannot be kept like this: look at the marked field."),
    "invalid_authorisation": _("The authorisation cannot be kept like this: look at the marked field."),
    "invalid_purchase_order": _("The order cannot be kept like this: %(why)s."),
    "unknown_act": _("This page has no such step. Load it again and choose one of its buttons."),
    "not_authorised": _(
        "The supplier shows no authorisation of %(brand)s that holds on %(day)s. Enter the new one first, or "
        "buy elsewhere."
    ),
    "wrong_purchase_state": _(
        "This cannot be done any more, because of what has become of the order: %(state)s. Reload the page."
    ),
    "more_than_ordered": _(
        "%(quantity)s came, but the line waits for only %(waiting)s. Receive what was ordered, and send the "
        "rest back or order it first."
    ),
    "lot_not_found": _("There is no such lot."),
    "invalid_lot": _("The lot cannot be received like this: %(why)s."),
    "invalid_inspection": _("The inspection cannot be entered like this: %(why)s."),
    "lot_sold_out": _(
        "Nothing of this lot is here any more: %(sold)s units are sold. Confirm that the verdict is meant for"
        " these; if it fails, recall the lot."
    ),
    "lot_recalled_already": _("The lot is recalled. A verdict cannot bring it back on sale."),
    "out_of_stock": _("Not everything is in stock any more. Take out what is short, or take fewer."),
    "invalid_quantity": _("A quantity is a whole number from 1 to %(most)s."),
    "hold_not_found": _("Nothing is held under this number."),
    "hold_conflict": _("Something else is held under this number already. Begin again."),
    "hold_ended": _("What was held has been given back. Begin again."),
    "not_enough_there": _(
        "Only %(there)s units are at that place, not %(quantity)s. Count them, or move fewer."
    ),
    "count_below_reserved": _(
        "You counted %(counted)s, but %(reserved)s are reserved. End or move these first, then count again: "
        "%(holds)s."
    ),
    "stock_reason_needed": _("Say why, in 1 to %(most)s characters."),
    "count_differs": _(
        "You counted %(counted)s, but %(expected)s should be there. Count once more; if it stays so, say why "
        "and confirm."
    ),
    # identity
    "identity_not_found": _("No real name is kept for this account. Enter it in the settings."),
    "invalid_real_name": _("Enter the name as it stands on the resident card, in Chinese characters."),
    "invalid_resident_number": _(
        "This is no resident id: 18 characters, the last one may be X. Compare it with the card."
    ),
    "resident_is_minor": _("Only who is 18 may order goods from abroad."),
    "identity_mismatch": _(
        "Name and number do not belong together. Check both; %(left)s attempts are left today."
    ),
    "too_many_identity_attempts": _(
        "That was tried %(most)s times without success. Try again tomorrow, or ask customer service."
    ),
    "identity_proven_already": _("This account has another real name already. Remove it first."),
    "resident_has_accounts": _(
        "This number is in use on %(most)s accounts, and that is the most. Remove it from one of them first."
    ),
    "consent_outdated": _("The text has changed since you read it. Read it again and agree anew."),
    "consent_missing": _("Read and agree to all points before ordering from abroad."),
    "master_key_missing": _(
        "The key of version %(version)s is missing from this installation. Put back the file of identity "
        "keys."
    ),
    "identity_keys_are_given": _(
        "The keys come from HONGSHU_IDENTITY_KEYS: add a newer one there, then run this again."
    ),
    # provenance
    "provenance_code_not_genuine": _(
        "This code was not made here. Look whether every letter is right; if it is, the label is not ours,"
        " and neither may be what it stands on."
    ),
    "provenance_codes_taken": _(
        "These units have codes already, for another number of units. Open the order anew and look what was"
        " packed."
    ),
    "provenance_keys_are_given": _(
        "The keys come from HONGSHU_PROVENANCE_KEYS: add a newer one there, then start anew."
    ),
    # fulfilment
    "parcel_not_found": _("There is no such parcel. Look whether the number is right."),
    "nothing_to_pack": _(
        "Nothing of this order waits here: somebody else has packed it. Open the order anew to see its"
        " parcels."
    ),
    "wrong_lot_scanned": _(
        "That is lot %(scanned)s, and lot %(wanted)s is reserved. Put it back and take the right one: the"
        " buyer sees the lot."
    ),
    "wrong_units_scanned": _("Of lot %(lot)s %(wanted)s units are wanted, and %(scanned)s were scanned."),
    "lot_may_not_go": _(
        "Lot %(lot)s may not leave (%(why)s). Put the units aside and tell customer service: the order waits."
    ),
    "wrong_parcel_state": _("This cannot be done with the parcel as it is now: look where it is."),
    # customs
    "invalid_customs_cart": _("This cart cannot be taxed as it is written. Check its fields and try again."),
    "unknown_customs_mode": _("Goods are imported bonded (1210) or direct (9610). Choose one of these."),
    "unknown_hs_code": _(
        "No tax rate of %(hs_code)s is known for %(day)s. Correct the code or add its rate."
    ),
    "not_on_positive_list": _("%(hs_code)s may not be imported as retail in mode %(mode)s."),
    "customs_content_needed": _("Say how much one unit of %(hs_code)s holds: its tax depends on it."),
    "above_yearly_limit": _(
        "This is above what one person may import in a year, so it cannot be bought here. Take less."
    ),
    "customs_table_refused": _(
        "Nothing was taken: %(count)s lines cannot be, the first of them line %(line)s: %(why)s."
    ),
    "quota_exceeded": _(
        "These orders come to %(wanted)s yuan, and %(left)s yuan are left of your quota for imports in "
        "%(year)s. Order less, or wait for the next year."
    ),
    "quota_not_reserved": _("No import quota was reserved for this order."),
    "quota_conflict": _("The quota of this order was settled before in another way. Load the page again."),
    "quota_more_than_reserved": _("The order has less import quota than this would give back."),
    "invalid_customs_table": _(
        "The table cannot be taken: a row is wrong, or two overlap. Correct it first."
    ),
    # payments
    "payment_not_found": _("There is no such payment."),
    "invalid_payment": _("This cannot be paid as it is: a payment is above zero and in one currency."),
    "payment_conflict": _("The checkout is being paid with other orders. Load the page again."),
    "payment_not_open": _("This payment is %(state)s. Load the page again to see where the order stands."),
    "payment_provider_unavailable": _(
        "The payment provider does not answer. Try again in a moment, or pay another way."
    ),
    "refund_too_large": _("No more than %(left_minor)s fen is left of what was paid. Refund less."),
    "invalid_refund": _("A refund is above zero and in the currency of the payment."),
    "refund_conflict": _("This refund was asked for with another amount. Load the page again."),
    "unreadable_payment_notification": _("This is no notification of the payment provider."),
    "forged_payment_notification": _(
        "The signature is missing or wrong, so the notification is not believed."
    ),
    # declarations
    "invalid_customs_document": _(
        "The document %(kind)s would be refused by customs: %(why)s. Put the order's data right and send it "
        "again."
    ),
    "customs_amounts_disagree": _(
        "Paid are %(paid)s fen, but goods, freight and tax less the discount make %(expected)s. Look at the "
        "order."
    ),
    "unreadable_customs_message": _("This is no message of customs."),
    "forged_customs_message": _("The signature is missing or wrong, so the message is not believed."),
    "no_customs_simulator": _(
        "There is no customs simulator that could be told: it is part of a demo, and has to be running."
    ),
    "declaration_not_found": _("The order has no customs declaration."),
    "wrong_declaration_state": _("The declaration is %(state)s, so this cannot be done now."),
    "return_too_late": _(
        "Tax and quota are given back only when the return is applied for within %(days)s days of the "
        "release."
    ),
}

# What a detail called "why" or "state" says, where it is one of these; another one is shown as it is.
SAID: dict[str, str] = {
    "draft": _("draft"),
    "captured": _("paid"),
    "expired": _("expired"),
    "ordered": _("ordered"),
    "closed": _("closed"),
    "cancelled": _("cancelled"),
    "unknown_currency": _("this currency is not known here"),
    "price_not_positive": _("it is not above zero, or not in yuan"),
    "price_in_the_past": _("it would begin in the past"),
    "price_ends_first": _("it would end before it begins"),
    "price_above_list": _("the selling price would be above the list price"),
    "price_above_selling": _("members would pay more than others"),
    "rate_columns": _("the file needs the columns currency, on, rate and source"),
    "rate_not_a_number": _("the rate is not a number above zero"),
    "rate_without_date": _("the date is not written as 2026-11-25"),
    "rate_without_source": _("it does not say who told the rate"),
    "too_many_rows": _("it has too many rows"),
    "cost_out_of_range": _("a cost is below zero or far too high"),
    "no_lines": _("it has no line"),
    "too_many_lines": _("it has too many lines; make several of it"),
    "sku_twice": _("a SKU stands in two lines"),
    "no_such_sku": _("there is no such SKU"),
    "not_of_this_order": _("a line belongs to another order"),
    "no_lot_code": _("a lot needs the maker's lot code, of at most 60 characters"),
    "made_in_the_future": _("the production date is in the future"),
    "no_date": _("what keeps only so long needs its expiry or production date"),
    "expires_before_made": _("it would expire before it was produced"),
    "expired_already": _("it has expired; send it back"),
    "not_a_day": _("a date is written as 2026-11-25"),
    "no_verdict": _("choose a verdict"),
    "points_unanswered": _("answer every point of the checklist once"),
    "defects_out_of_range": _(
        "the number of defective units is a whole number, at most the units of the lot"
    ),
    "too_many_pictures": _("it has too many pictures"),
    "critical_point_failed": _("a critical point failed, so the lot fails"),
    "too_many_defects": _("more units are defective than the plan accepts"),
    "no_reason": _("say in the note why it fails"),
    "note_too_long": _("a note is too long"),
    "no_conditions": _("state the conditions in Chinese and in English"),
    "conditions_too_long": _("conditions have at most 300 characters"),
}


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    return int(STATUS[error.kind])


def words_for(code: str) -> str:
    """The words of a code that has no blanks to fill, in the language of the request."""
    return gettext(WORDS[code])


def words_of(error: DomainError) -> str:
    """What a person is told, in the language of the request."""
    text = gettext(WORDS.get(error.code, WORDS["refused"]))
    details = _in_words(error.details)
    try:
        return text % details
    except (KeyError, TypeError):
        # A refusal that left a detail out still gets its words, with a gap instead of a crash.
        return text % _Gaps(details)


def words_with(code: str, details: Mapping[str, str | int]) -> str:
    """The words of a refusal that was kept as its code and details."""
    return gettext(WORDS.get(code, WORDS["refused"])) % _Gaps(_in_words(details))


def _in_words(details: Mapping[str, str | int]) -> dict[str, str | int]:
    told = dict(details)
    for name in ("why", "state"):
        if (words := SAID.get(str(details.get(name, "")))) is not None:
            told[name] = gettext(words)
    return told


class _Gaps(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "…"
