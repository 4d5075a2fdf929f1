using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/rules</c>: kept and never run.</summary>
internal static class RulesResource
{
    private const int LimitDefault = 100;

    private const int TextMax = 255;

    private static readonly SmallNoun<Rule> Noun = new(
        "rule", "Rule", desk => desk.Setup.Rules, Read, (json, _, rule) => Write(json, rule))
    {
        IsAway = rule => rule.Deactivated is not null,
    };

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/rules", "a list, of 100 rows when limit is not sent", List),
        new("POST", "/api/rules", "name and code are required", Noun.Create(
            (id, now) => new Rule { Id = id, Name = "", Code = "", CodeAst = EmptyTree, Created = now }, "name", "code")),
        new("POST", "/api/rules/priorities", "{priorities:[{id,priority}]}", SetPriorities),
        new("GET", "/api/rules/{id}", "", Noun.Get),
        new("PUT", "/api/rules/{id}", "only what was sent", Noun.Update()),
        new("DELETE", "/api/rules/{id}", "", Noun.Delete()),
    ];

    private const string EmptyTree = """{"type":"Program","body":[],"sourceType":"script"}""";

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, LimitDefault, ListQuery.Created);
        request.Query.Done();
        request.WriteSmallList(request.Desk.Setup.Rules.All, query, Write);
    }

    private static Rule Read(BodyReader body, Desk desk, Rule rule) => rule with
    {
        Name = body.Text("name", rule.Name, TextMax) ?? "",
        Description = body.Text("description", rule.Description),
        Code = body.Text("code", rule.Code) ?? "",
        CodeAst = body.Json("code_ast", rule.CodeAst, JsonValueKind.Object) ?? EmptyTree,
        EventTypes = body.Text("event_types", rule.EventTypes) ?? "",
        Priority = body.Int("priority", rule.Priority) ?? 0,
        Deactivated = body.Time("deactivated_datetime", rule.Deactivated),
        Updated = desk.NextChange(),
    };

    private static void SetPriorities(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("priorities");
        request.Change(0, desk =>
        {
            var changed = new List<Rule>();
            foreach (var item in body.Objects("priorities") ?? [])
            {
                item.Require("id");
                item.Require("priority");
                if (desk.Setup.Rules.Find(item.Int("id")) is { } rule)
                {
                    changed.Add(rule with { Priority = item.Int("priority") ?? 0, Updated = desk.NextChange() });
                }
                else
                {
                    item.Wrong("priorities", "There is no such rule.");
                }
            }

            body.Done("Failed to update rule priorities");
            foreach (var rule in changed)
            {
                Noun.Save(desk, rule, "priority-updated");
            }
        });
    }

    private static void Write(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, rule.Id);
        json.WriteString("name"u8, rule.Name);
        json.WriteString("description"u8, rule.Description);
        json.WriteString("code"u8, rule.Code);
        json.WriteJson("code_ast"u8, rule.CodeAst);
        json.WriteString("event_types"u8, rule.EventTypes);
        json.WriteNumber("priority"u8, rule.Priority);
        json.WriteTime("created_datetime"u8, rule.Created);
        json.WriteTime("updated_datetime"u8, rule.Updated);
        json.WriteTime("deactivated_datetime"u8, rule.Deactivated);
        json.WriteString("uri"u8, $"/api/rules/{rule.Id}/");
        json.WriteEndObject();
    }
}
