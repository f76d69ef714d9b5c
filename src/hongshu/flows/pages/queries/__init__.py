"""What a person sees, composed once for every surface: pages, slices of lists, cards."""

from hongshu.flows.pages.queries.addresses import iter_addresses, list_address_parts
from hongshu.flows.pages.queries.boards import board_page, collect_sheet, member_boards, member_likes
from hongshu.flows.pages.queries.buying_sheet import buy_sheet
from hongshu.flows.pages.queries.carts import cart_page, cart_units
from hongshu.flows.pages.queries.comments import (
    comment_view,
    comments_of_note,
    replies_of_comment,
    thread_page,
)
from hongshu.flows.pages.queries.completing import complete_members, complete_topics
from hongshu.flows.pages.queries.explore import explore_page
from hongshu.flows.pages.queries.feeds import member_feed, topic_feed
from hongshu.flows.pages.queries.graph import circle_page, followed_page, followers_page, following_page
from hongshu.flows.pages.queries.identity import identity_page
from hongshu.flows.pages.queries.kols import kol_case, kol_page, kol_queue
from hongshu.flows.pages.queries.members import own_banner, profile_notes, profile_page, viewer_chip
from hongshu.flows.pages.queries.notes import note_page
from hongshu.flows.pages.queries.notifications import (
    SHOWN_TABS,
    notification_choices,
    notifications_page,
    shown_tab,
    stream_of,
)
from hongshu.flows.pages.queries.ordering import (
    addresses_page,
    checkout_page,
    checkout_view,
    order_page,
    orders_export,
    orders_of_checkout,
    orders_page,
)
from hongshu.flows.pages.queries.own import deleted_page, drafts_page, history_page, written_note
from hongshu.flows.pages.queries.picker import find_products, list_product_cards
from hongshu.flows.pages.queries.places import (
    destination_page,
    destinations_page,
    nearby_page,
    nearest_place,
)
from hongshu.flows.pages.queries.product import product_notes, product_page
from hongshu.flows.pages.queries.products import brand_notes, brand_page, brand_products
from hongshu.flows.pages.queries.promotions import coupons_page, flash_page
from hongshu.flows.pages.queries.questions import product_questions, question_page, questions_page
from hongshu.flows.pages.queries.searching import search_page, search_start, suggest
from hongshu.flows.pages.queries.shop import category_page
from hongshu.flows.pages.queries.shop_home import shop_home
from hongshu.flows.pages.queries.suggested import suggested_page
from hongshu.flows.pages.queries.topics import topic_page
from hongshu.flows.pages.queries.trust import (
    case_page,
    decision_view,
    decisions_page,
    held_decisions,
    held_view,
    moderator_desk,
    queue_page,
    report_subject_view,
)
from hongshu.flows.pages.queries.wishes import wishes_page
from hongshu.flows.pages.viewers import unread_of

__all__ = [
    "SHOWN_TABS",
    "addresses_page",
    "board_page",
    "brand_notes",
    "brand_page",
    "brand_products",
    "buy_sheet",
    "cart_page",
    "cart_units",
    "case_page",
    "category_page",
    "checkout_page",
    "checkout_view",
    "circle_page",
    "collect_sheet",
    "comment_view",
    "comments_of_note",
    "complete_members",
    "complete_topics",
    "coupons_page",
    "decision_view",
    "decisions_page",
    "deleted_page",
    "destination_page",
    "destinations_page",
    "drafts_page",
    "explore_page",
    "find_products",
    "flash_page",
    "followed_page",
    "followers_page",
    "following_page",
    "held_decisions",
    "held_view",
    "history_page",
    "identity_page",
    "iter_addresses",
    "kol_case",
    "kol_page",
    "kol_queue",
    "list_address_parts",
    "list_product_cards",
    "member_boards",
    "member_feed",
    "member_likes",
    "moderator_desk",
    "nearby_page",
    "nearest_place",
    "note_page",
    "notification_choices",
    "notifications_page",
    "order_page",
    "orders_export",
    "orders_of_checkout",
    "orders_page",
    "own_banner",
    "product_notes",
    "product_page",
    "product_questions",
    "profile_notes",
    "profile_page",
    "question_page",
    "questions_page",
    "queue_page",
    "replies_of_comment",
    "report_subject_view",
    "search_page",
    "search_start",
    "shop_home",
    "shown_tab",
    "stream_of",
    "suggest",
    "suggested_page",
    "thread_page",
    "topic_feed",
    "topic_page",
    "unread_of",
    "viewer_chip",
    "wishes_page",
    "written_note",
]
