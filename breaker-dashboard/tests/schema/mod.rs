//! What our schema uses of JSON Schema, checked; and that documents have no field that it does not
//! know.

use serde_json::Value;

pub(crate) fn check(all: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = all.pointer(&name[1..]).unwrap_or_else(|| panic!("{name} is nowhere"));
        return check(all, target, value, at);
    }
    if let Some(one_of) = schema["anyOf"].as_array() {
        let is_null = |schema: &Value| schema["type"] == "null";
        let fitting = one_of.iter().find(|schema| is_null(schema) == value.is_null());
        return check(all, fitting.unwrap_or_else(|| panic!("{at}: {value}")), value, at);
    }
    if let Some(values) = schema["enum"].as_array() {
        assert!(values.contains(value), "{at}: {value}");
    }
    if let Some(constant) = schema.get("const") {
        assert_eq!(value, constant, "{at}");
    }
    let is_fitting = match schema["type"].as_str() {
        Some("integer") => value.is_u64(),
        Some("number") => value.as_f64().is_some_and(|it| (0.0..=1.0).contains(&it)),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    assert!(is_fitting, "{at}: {value} is no {}", schema["type"]);
    inside(all, schema, value, at);
}

fn inside(all: &Value, schema: &Value, value: &Value, at: &str) {
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        let of_place = schema["prefixItems"].get(index);
        check(all, of_place.unwrap_or(&schema["items"]), item, &format!("{at}[{index}]"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(name).is_some(), "{at} lacks {name}");
    }
    for (name, field) in value.as_object().into_iter().flatten() {
        let others = schema.get("additionalProperties").filter(|others| others.is_object());
        let known = schema["properties"].get(name).or(others);
        let known = known.unwrap_or_else(|| panic!("{at}: {name} is not in the schema"));
        check(all, known, field, &format!("{at}.{name}"));
    }
}
