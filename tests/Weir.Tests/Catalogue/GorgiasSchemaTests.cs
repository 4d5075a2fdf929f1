using System.Text.Json;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class GorgiasSchemaTests
{
    /// <summary>Fields that an operation gives and the recording lacks: asked for otherwise, or put there by Weir.</summary>
    private static readonly Dictionary<string, string[]> NotRecorded = new(StringComparer.Ordinal)
    {
        ["tickets.get"] = ["custom_fields"],
        ["views.items"] = ["view_id"],
        ["tickets.search"] = ["view_id"],
    };

    [Theory]
    [InlineData("tickets.list", "tickets.list-2026.json", "data")]
    [InlineData("tickets.get", "ticket.get-2026.json", null)]
    [InlineData("customers.list", "customers.list.json", "data")]
    [InlineData("customers.get", "customer.get.json", null)]
    [InlineData("messages.list", "ticket-message.create.json", "response")]
    [InlineData("tags.list", "tag.get.json", null)]
    [InlineData("users.list", "user.get.json", null)]
    [InlineData("account.get", "account.get.json", null)]
    [InlineData("events.list", "events.list.json", "data")]
    [InlineData("teams.list", "team.get.json", null)]
    [InlineData("views.list", "view.get.json", null)]
    [InlineData("views.items", "view-items.list.json", "data")]
    [InlineData("tickets.search", "view-items.list.json", "data")]
    [InlineData("macros.list", "macro.get.json", null)]
    [InlineData("jobs.list", "job.get.json", null)]
    [InlineData("satisfaction-surveys.list", "satisfaction-surveys.list.json", "data")]
    [InlineData("custom-fields.list", "custom-fields.list.json", "data")]
    public void A_recorded_answer_has_the_fields_of_the_schema_and_no_others(string operation, string file, string? within)
    {
        var path = Repository.Full($"../shared/facts/gorgias-examples/{file}");
        Assert.SkipUnless(File.Exists(path), $"The recorded answer shared/facts/gorgias-examples/{file} is not beside the repository.");
        var answer = JsonElement.Parse(File.ReadAllBytes(path));
        var found = within is null ? answer : answer.GetProperty(within);
        JsonElement[] records = found.ValueKind is JsonValueKind.Array ? [.. found.EnumerateArray()] : [found];
        var properties = Definitions.Gorgias.Operations[operation].Schema.GetProperty("properties");

        foreach (var field in records.SelectMany(r => r.EnumerateObject()))
        {
            Assert.True(properties.TryGetProperty(field.Name, out var schema), $"{operation} has no '{field.Name}'.");
            Assert.True(Allows(schema, field.Value), $"{operation}: '{field.Name}' may be {field.Value.ValueKind}.");
        }

        Assert.Empty(properties.EnumerateObject().Select(p => p.Name)
            .Except(records.SelectMany(r => r.EnumerateObject().Select(p => p.Name)))
            .Except(NotRecorded.GetValueOrDefault(operation) ?? []));
    }

    private static bool Allows(JsonElement schema, JsonElement value)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return true;
        }

        var found = value.ValueKind switch
        {
            JsonValueKind.Number => "integer",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return type.ValueKind is JsonValueKind.Array
            ? type.EnumerateArray().Any(t => t.ValueEquals(found))
            : type.ValueEquals(found);
    }
}
