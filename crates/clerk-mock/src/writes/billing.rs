//! Writes of billing: prices, subscription items, discounts and credits.

use serde_json::{Value, json};

use super::fields::{Field, integer, text, time};
use super::{Write, WriteRoute, create, delete, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/billing/prices", "billing_prices", PRICE).by(create_price),
    delete("/billing/subscription_items/{}", "billing_subscription_items").query(&["end_now"]).by(cancel),
    verb("/billing/subscription_items/{}/extend_free_trial", "billing_subscription_items", extend_trial)
        .fields(&[time("extend_to").required().write_only()]),
    verb("/billing/subscription_items/{}/price_transition", "billing_subscription_items", change_price)
        .fields(&[text("from_price_id").required().write_only(), text("to_price_id").required().write_only()]),
    verb("/billing/subscription_items/{}/discounts", "billing_subscription_items", add_discount).fields(&[text(
        "discount_id",
    )
    .required()
    .write_only()]),
    delete("/billing/subscription_items/{}/discounts/{}", "billing_subscription_items").by(remove_discount),
    verb("/users/{}/billing/credits", "user_billing_credits", |write| adjust(write, "users")).fields(CREDITS),
    verb("/organizations/{}/billing/credits", "organization_billing_credits", |write| adjust(write, "organizations"))
        .fields(CREDITS),
];

const PRICE: &[Field] = &[
    text("plan_id").required(),
    text("currency"),
    integer("amount").required().nullable(),
    integer("annual_monthly_amount").nullable(),
    text("description"),
    text("supported_billing_periods").one_of(&["month", "annual", "both"]),
];

const CREDITS: &[Field] = &[
    integer("amount").required(),
    text("action").required().one_of(&["increase", "decrease"]),
    text("currency"),
    text("idempotency_key").required(),
    text("note"),
];

/// An amount of money in cents.
fn money(amount: i64, currency: &str) -> Value {
    let formatted = format!("{}.{:02}", amount / 100, amount % 100);
    json!({ "amount": amount, "amount_formatted": formatted, "currency": currency, "currency_symbol": "US$" })
}

fn create_price(write: &mut Write) -> Result<Value, ApiError> {
    write.referenced("billing_plans", "plan_id")?;
    write.create(Vec::new(), |price| {
        let currency = price["currency"].as_str().unwrap_or("USD").to_owned();
        price["fee"] = money(price["amount"].as_i64().unwrap_or(0), &currency);
        price["annual_monthly_fee"] = money(price["annual_monthly_amount"].as_i64().unwrap_or(0), &currency);
    })
}

/// Cancels a subscription item at the end of its period, or at once.
fn cancel(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let item = write.row("billing_subscription_items", ordinal);
    if !["active", "past_due", "upcoming"].iter().any(|status| item["status"] == *status) {
        return Err(ApiError::wrong_state("subscription_item_not_active", "The subscription item is not active."));
    }
    let (now, ends_now) = (write.now, write.params.flag("end_now") == Some(true));
    write.update(ordinal, |item| {
        item["status"] = json!(if ends_now { "ended" } else { "canceled" });
        item["canceled_at"] = json!(now);
        item["ended_at"] = if ends_now { json!(now) } else { Value::Null };
    })
}

fn extend_trial(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let item = write.row("billing_subscription_items", ordinal);
    if item["is_free_trial"] != true {
        return Err(ApiError::wrong_state("not_in_free_trial", "The subscription item is not in a free trial."));
    }
    let field = write.route.fields.first();
    let end = field.and_then(|field| write.body.get(field.name).map(|value| field.attribute(value)));
    let end = end.unwrap_or(Value::Null);
    if end.as_i64() <= item["period_end"].as_i64() {
        return Err(ApiError::invalid_format("extend_to", "must be after the current end of the trial"));
    }
    let item = write.update(ordinal, |item| item["period_end"] = end)?;
    Ok(with_plan(write, item))
}

/// A subscription item in the older form of some responses: the plan is complete, and never null.
fn with_plan(write: &Write, mut item: Value) -> Value {
    item["plan"] = plan(write, &item["plan_id"]);
    item["plan_id"] = item["plan"]["id"].clone();
    item["payment_source_id"] = item["payment_method"]["id"].clone();
    without(item, &["payment_method", "credits", "seats", "totals"])
}

/// A plan in the older form: the plan with this id, or else the first one.
fn plan(write: &Write, id: &Value) -> Value {
    let ordinal = id.as_str().and_then(|id| write.instance.ordinal_of("billing_plans", id)).unwrap_or(0);
    let mut plan = write.row("billing_plans", ordinal);
    for name in ["amount", "annual_monthly_amount", "annual_amount"] {
        plan[name] = json!(1000);
        plan[format!("{name}_formatted")] = json!("10.00");
    }
    plan["currency"] = json!("USD");
    plan["currency_symbol"] = json!("US$");
    plan["payer_type"] = json!([plan["for_payer_type"]]);
    for name in ["description", "avatar_url"] {
        if plan[name].is_null() {
            plan[name] = json!("");
        }
    }
    without(plan, &["unit_prices"])
}

fn without(mut object: Value, names: &[&str]) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|name, _| !names.contains(&name.as_str()));
    }
    object
}

/// Changes the price of a subscription item at once.
fn change_price(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let price = write.referenced("billing_prices", "to_price_id")?.ok_or_else(|| ApiError::no_such("to_price_id"))?;
    let before = write.row("billing_subscription_items", ordinal);
    if before["price_id"] != write.text("from_price_id").unwrap_or("") {
        let message = "The subscription item does not have the price from_price_id.";
        return Err(ApiError::of(409, "price_mismatch", "is not possible", message));
    }
    let previous = before["price_id"].as_str().and_then(|id| write.instance.ordinal_of("billing_prices", id));
    let previous_price = write.row("billing_prices", previous.unwrap_or(price));
    let price = write.row("billing_prices", price);
    let item = write.update(ordinal, |item| {
        item["price_id"] = price["id"].clone();
        item["plan_id"] = price["plan_id"].clone();
    })?;
    Ok(json!({
        "object": "commerce_price_transition",
        "subscription_item": with_plan(write, item),
        "transition": {
            "previous_plan": plan(write, &before["plan_id"]), "previous_price": previous_price,
            "effective_at": write.now, "effective_mode": "immediate", "next_billing_date": null,
            "charged_immediately": false, "immediate_charge": null,
            "previous_subscription_item_status": "ended", "previous_subscription_item_id": before["id"],
        },
    }))
}

fn add_discount(write: &mut Write) -> Result<Value, ApiError> {
    write.target()?;
    let key = (write.id(0).to_owned(), write.text("discount_id").unwrap_or("").to_owned());
    if write.instance.writes.discounts.contains_key(&key) {
        let message = "The subscription item already has the discount with this discount_id.";
        return Err(ApiError::duplicate("discount_id", message));
    }
    let discount = json!({
        "object": "commerce_discount_redemption", "id": write.instance.writes.new_element_id("cdred"),
        "subscription_item_id": key.0, "discount_id": key.1, "name": "Discount", "source": "manual",
        "effect": "percentage", "percent_off": 10, "amount_off": null, "amount": null, "cycles_remaining": null,
        "cycles_applied": 0, "status": "active", "redeemed_at": write.now, "redeemed_by": null,
    });
    write.instance.writes.discounts.insert(key, discount.clone());
    Ok(discount)
}

fn remove_discount(write: &mut Write) -> Result<Value, ApiError> {
    write.target()?;
    let key = (write.id(0).to_owned(), write.id(1).to_owned());
    let mut discount = write.instance.writes.discounts.remove(&key).ok_or_else(|| write.not_found())?;
    discount["status"] = json!("removed");
    Ok(discount)
}

/// Adds an entry to the ledger of a payer's credits, and changes the balance. A request with a known idempotency key
/// returns the entry that it had added.
fn adjust(write: &mut Write, payers: &'static str) -> Result<Value, ApiError> {
    write.find(payers, 0)?;
    let payer = write.id(0).to_owned();
    let key = format!("{payer} {}", write.text("idempotency_key").unwrap_or(""));
    if let Some(entry) = write.instance.writes.ledger.get(&key) {
        return Ok(entry.clone());
    }
    let amount = write.body.get("amount").and_then(Value::as_i64).unwrap_or(0);
    if amount <= 0 {
        return Err(ApiError::invalid_format("amount", "must be greater than zero"));
    }
    let list = write.route.list;
    let known = write.instance.children_of(list, &payer).first().copied();
    let mut row = known.map_or_else(|| json!({ "object": "commerce_credit_balance" }), |known| write.row(list, known));
    let balance = row["balance"]["amount"].as_i64().unwrap_or(0);
    let is_increase = write.text("action") == Some("increase");
    let change = if is_increase { amount } else { -amount };
    if balance + change < 0 {
        let message = "The amount exceeds the credit balance.";
        return Err(ApiError::of(409, "insufficient_credits", "is not possible", message));
    }
    let currency = write.text("currency").unwrap_or("USD").to_owned();
    row["balance"] = money(balance + change, &currency);
    match known {
        Some(known) => write.store(list, known, row),
        None => {
            write.instance.add(list, row, vec![payer.clone()]);
        }
    }
    let entry = json!({
        "object": "commerce_credit_ledger", "id": write.instance.writes.new_element_id("ccl"), "payer_id": payer,
        "amount": money(change.abs(), &currency), "source_type": "manual", "source_id": payer,
        "note": write.text("note"), "created_at": write.now.to_string(),
    });
    write.instance.writes.ledger.insert(key, entry.clone());
    Ok(entry)
}
