//! Billing: prices, subscription items and credits.

use crate::case::{Case, NULL, delete, hidden, insert, set, shown_by, update};

#[test]
fn billing_is_written() {
    crate::check::check(CASES);
}

pub const CASES: &[Case] = &[
    insert(
        "billing_prices",
        "description text = New",
        &[
            set("plan_id text", "{billing_plans}"),
            set("amount bigint", "1200"),
            set("annual_monthly_amount bigint", "1000"),
            set("currency text", "EUR"),
            set("description text", "New"),
            set("supported_billing_periods text", "annual"),
        ],
    )
    .sends(&[r#"POST /billing/prices {"plan_id":"{billing_plans}","amount":1200,"annual_monthly_amount":1000,
        "currency":"EUR","description":"New","supported_billing_periods":"annual"}"#])
    .shows(&[("fee_amount bigint", "1200")]),
    insert(
        "billing_prices",
        "description text = New",
        &[shown_by(
            "attrs jsonb",
            r#"{"plan_id":"{billing_plans}","amount":null,"description":"New"}"#,
            "amount bigint",
            "0",
        )],
    )
    .sends(&[r#"POST /billing/prices {"plan_id":"{billing_plans}","amount":null,"description":"New"}"#]),
    update(
        "billing_subscription_items",
        "{billing_subscription_items:is_free_trial}",
        &[shown_by(
            "extend_trial_to timestamptz",
            "2027-01-02 03:04:05",
            "period_end timestamptz",
            "2027-01-02 03:04:05",
        )],
    )
    .sends(&[r#"POST /billing/subscription_items/{billing_subscription_items:is_free_trial}/extend_free_trial
        {"extend_to":"2027-01-02T03:04:05.000Z"}"#]),
    update(
        "billing_subscription_items",
        "{billing_subscription_items}",
        &[
            hidden("price_transition_from_id text", "{billing_subscription_items.price_id}"),
            shown_by("price_transition_to_id text", "{billing_prices#3}", "price_id text", "{billing_prices#3}"),
        ],
    )
    .sends(&[r#"POST /billing/subscription_items/{billing_subscription_items}/price_transition
        {"from_price_id":"{billing_subscription_items.price_id}","to_price_id":"{billing_prices#3}"}"#])
    .shows(&[("plan_id text", "{billing_prices#3.plan_id}")]),
    // No attribute of a subscription item shows its discounts.
    update(
        "billing_subscription_items",
        "{billing_subscription_items}",
        &[hidden("add_discount_id text", "disc_1"), hidden("remove_discount_id text", "disc_2")],
    )
    .given(&[r#"POST /billing/subscription_items/{billing_subscription_items}/discounts {"discount_id":"disc_2"}"#])
    .sends(&[
        "DELETE /billing/subscription_items/{billing_subscription_items}/discounts/disc_2",
        r#"POST /billing/subscription_items/{billing_subscription_items}/discounts {"discount_id":"disc_1"}"#,
    ]),
    update(
        "billing_subscription_items",
        "{billing_subscription_items:status=upcoming}",
        &[set("status text", "canceled")],
    )
    .sends(&["DELETE /billing/subscription_items/{billing_subscription_items:status=upcoming}"])
    .shows(&[("canceled_at timestamptz", "2024-02-05 10:00:01.040"), ("ended_at timestamptz", NULL)]),
    update(
        "billing_subscription_items",
        "{billing_subscription_items:status=upcoming}",
        &[set("status text", "ended")],
    )
    .sends(&["DELETE /billing/subscription_items/{billing_subscription_items:status=upcoming}?end_now=true"])
    .shows(&[("ended_at timestamptz", "2024-02-05 10:00:01.040")]),
    delete("billing_subscription_items", "{billing_subscription_items:status=upcoming}")
        .sends(&["DELETE /billing/subscription_items/{billing_subscription_items:status=upcoming}"])
        .shows(&[("status text", "canceled")]),
    // An INSERT into a table of credits adds no row but changes the balance.
    insert(
        "user_billing_credits",
        "user_id text = {users#29}",
        &[
            set("user_id text", "{users#29}"),
            shown_by("amount bigint", "500", "balance_amount bigint", "500"),
            hidden("action text", "increase"),
            hidden("idempotency_key text", "key-1"),
            shown_by("currency text", "EUR", "balance_currency text", "EUR"),
            hidden("note text", "A present"),
        ],
    )
    .sends(&[r#"POST /users/{users#29}/billing/credits {"amount":500,"action":"increase",
        "idempotency_key":"key-1","currency":"EUR","note":"A present"}"#]),
    insert(
        "user_billing_credits",
        "user_id text = {users#29}",
        &[
            set("user_id text", "{users#29}"),
            shown_by(
                "attrs jsonb",
                r#"{"amount":200,"action":"decrease","idempotency_key":"key-2"}"#,
                "balance_amount bigint",
                "300",
            ),
        ],
    )
    .given(&[r#"POST /users/{users#29}/billing/credits {"amount":500,"action":"increase","idempotency_key":"key-1"}"#])
    .sends(&[r#"POST /users/{users#29}/billing/credits {"amount":200,"action":"decrease","idempotency_key":"key-2"}"#]),
    insert(
        "organization_billing_credits",
        "organization_id text = {organizations}",
        &[
            set("organization_id text", "{organizations}"),
            shown_by("amount bigint", "500", "balance_amount bigint", "500"),
            hidden("action text", "increase"),
            hidden("idempotency_key text", "key-1"),
            shown_by("currency text", "EUR", "balance_currency text", "EUR"),
            hidden("note text", "A present"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/billing/credits {"amount":500,"action":"increase",
        "idempotency_key":"key-1","currency":"EUR","note":"A present"}"#]),
    // Clerk counts a request with a known key only once.
    insert(
        "organization_billing_credits",
        "organization_id text = {organizations}",
        &[
            set("organization_id text", "{organizations}"),
            shown_by(
                "attrs jsonb",
                r#"{"amount":500,"action":"increase","idempotency_key":"key-1"}"#,
                "balance_amount bigint",
                "500",
            ),
        ],
    )
    .given(&[r#"POST /organizations/{organizations}/billing/credits
        {"amount":500,"action":"increase","idempotency_key":"key-1"}"#])
    .sends(&[r#"POST /organizations/{organizations}/billing/credits
        {"amount":500,"action":"increase","idempotency_key":"key-1"}"#]),
];
