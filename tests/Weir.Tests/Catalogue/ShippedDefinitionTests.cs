using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Model;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class ShippedDefinitionTests
{
    [Fact]
    public void The_applications_of_the_program_are_read_without_a_problem() =>
        Assert.Equal(["files", "gorgias", "http"], Definitions.Shipped.All.Select(a => a.Key));

    [Fact]
    public void The_definitions_lie_beside_the_program() =>
        Assert.Equal(
            Definitions.Shipped.All.Select(a => a.Key),
            ApplicationCatalogue.Load([ApplicationCatalogue.ShippedFolder], new Dictionary<string, string>()).All.Select(a => a.Key));

    [Fact]
    public void Each_application_has_a_readme_that_names_its_operations_and_an_icon() => Repository.MustBeEmpty(
        from application in Definitions.Shipped.All
        let folder = $"applications/{application.Key}"
        let missing = Repository.Exists($"{folder}/README.md") && Repository.Exists($"{folder}/icon.svg")
            ? application.Operations.Keys.Where(o => !Repository.Text($"{folder}/README.md").Contains(o, StringComparison.Ordinal))
            : ["README.md or icon.svg"]
        where missing.Any()
        select $"{folder}: {string.Join(", ", missing)} is missing: write README.md (what each operation costs) and icon.svg.");

    [Fact]
    public void The_form_of_Gorgias_asks_for_subdomain_username_and_password_in_this_order() =>
        Assert.Equal(
            [("subdomain", "Subdomain", true), ("username", "Username", true), ("password", "Password", true)],
            Definitions.Gorgias.Form.Select(f => (f.Field, f.Label, f.Required)));

    [Fact]
    public void Gorgias_is_called_at_its_subdomain_with_forty_requests_in_twenty_seconds()
    {
        var http = Definitions.Gorgias.Http!;
        Assert.Equal("https://{{subdomain}}.gorgias.com/api", http.BaseUri);
        Assert.Equal(["*.gorgias.com"], http.AllowedHosts);
        Assert.Equal(new BucketDefinition("40", "20s"), http.Limits.Bucket);
        Assert.Equal("basic", http.Auth.Type);
        Assert.Equal(("/account", "Signed in to {{domain}}", "$.domain"), (http.Test.Get, http.Test.Says, http.Test.Expect));
        Assert.Equal((PagingType.Cursor, 100), (http.Paging!.Type, http.Paging.Size));
    }

    [Fact]
    public void Everything_that_Gorgias_lets_one_read_can_be_read() =>
        Assert.Equal(
            [
                "account.get", "account.settings", "custom-fields.list", "customers.list", "events.deletions", "events.list",
                "integrations.list", "jobs.list", "macros.list", "messages.list", "rules.list", "satisfaction-surveys.list",
                "search.list", "statistics.list", "tags.list", "teams.list", "tickets.list", "tickets.search", "users.list",
                "views.items", "views.list", "voice-call-events.list", "voice-call-recordings.list", "voice-calls.list",
                "widgets.list",
            ],
            KeysOf(OperationKind.Export));

    [Fact]
    public void Everything_that_Gorgias_has_can_be_looked_up() =>
        Assert.Equal(
            [
                "custom-fields.get", "customers.customFields", "customers.data", "customers.get", "events.get", "integrations.get",
                "jobs.get", "macros.get", "messages.get", "rules.get", "satisfaction-surveys.get", "tags.get", "teams.get",
                "tickets.customFields", "tickets.get", "tickets.tags", "users.get", "views.get", "voice-call-events.get",
                "voice-call-recordings.get", "voice-calls.get", "widgets.get",
            ],
            KeysOf(OperationKind.Lookup));

    [Fact]
    public void What_reads_has_a_schema_and_says_what_it_costs() => Assert.All(
        Definitions.Gorgias.Operations.Values,
        operation =>
        {
            Assert.NotEqual(JsonValueKind.Undefined, operation.Schema.ValueKind);
            Assert.NotEmpty(operation.Requests);
            Assert.All(operation.Parameters, p => Assert.NotEmpty(p.Help ?? p.Options[0].Label));
        });

    [Fact]
    public void What_could_be_made_twice_is_not_repeated() =>
        Assert.Equal(
            [
                "account.createSetting", "custom-fields.create", "customers.create", "customers.merge", "customers.upsert",
                "integrations.create", "jobs.create", "macros.create", "messages.addNote", "messages.import",
                "messages.reply", "rules.create", "satisfaction-surveys.create", "tags.create", "tags.merge",
                "teams.create", "tickets.applyMacro", "tickets.create", "tickets.upsert", "users.create", "views.create", "widgets.create",
            ],
            KeysOf(OperationKind.Import).Where(k => Definitions.Gorgias.Operations[k].Repeat is RepeatRule.Never));

    [Fact]
    public void Tickets_messages_and_customers_can_be_written() =>
        Assert.Equal(
            [
                "customers.addChannels", "customers.create", "customers.delete", "customers.merge", "customers.removeCustomField",
                "customers.setCustomFields", "customers.setData", "customers.update", "customers.upsert", "messages.addNote",
                "messages.delete", "messages.import", "messages.reply", "messages.update", "tickets.addTags",
                "tickets.applyMacro", "tickets.assign", "tickets.close", "tickets.create", "tickets.delete", "tickets.removeCustomField",
                "tickets.removeTags", "tickets.reopen", "tickets.restore", "tickets.setCustomFields", "tickets.setTags",
                "tickets.snooze", "tickets.trash", "tickets.unassign", "tickets.update", "tickets.upsert",
            ],
            KeysOf(OperationKind.Import).Where(k => k.Split('.')[0] is "tickets" or "messages" or "customers"));

    /// <summary>A row never moves in the order of creation, so that whoever reads everything misses none.</summary>
    [Fact]
    public void A_list_of_Gorgias_states_the_order_that_it_asks_for() => Assert.All(
        Definitions.Gorgias.Operations.Values.Where(o => o.Order is not null),
        list =>
        {
            var by = list.Key == "custom-fields.list" ? "priority" : "created_datetime";
            Assert.Equal($"{by}:desc", list.Query["order_by"]);
            Assert.Equal(new OrderDefinition($"$.{by}", "$.id", OrderDirection.Descending), list.Order);
        });

    [Theory]
    [InlineData("tickets.list", "updated_datetime", OrderDirection.Descending)]
    [InlineData("customers.list", "updated_datetime", OrderDirection.Descending)]
    [InlineData("messages.list", "created_datetime", OrderDirection.Descending)]
    [InlineData("satisfaction-surveys.list", "created_datetime", OrderDirection.Descending)]
    [InlineData("events.list", "created_datetime", OrderDirection.Ascending)]
    [InlineData("events.deletions", "created_datetime", OrderDirection.Ascending)]
    public void A_run_for_changes_asks_for_the_order_that_it_needs(string key, string by, OrderDirection direction)
    {
        var list = Definitions.Gorgias.Operations[key];
        var changes = list.ForChanges(list.Delta!);
        Assert.Equal($"{by}:{(direction is OrderDirection.Ascending ? "asc" : "desc")}", changes.Query["order_by"]);
        Assert.Equal(new OrderDefinition($"$.{by}", "$.id", direction), changes.Order);
    }

    [Fact]
    public void The_universal_connection_has_the_fields_of_the_contract_and_no_operations()
    {
        Assert.Equal(
            [
                "baseUri", "auth", "username", "password", "token", "apiKey", "apiKeyName", "apiKeyIn", "testPath",
                "rateRequests", "rateSeconds",
            ],
            Definitions.Http.Form.Select(f => f.Field));
        Assert.Empty(Definitions.Http.Operations);
    }

    [Fact]
    public void Files_are_read_and_written()
    {
        Assert.Equal(["files.read", "files.write"], Definitions.Files.Operations.Keys.Order(StringComparer.Ordinal));
        var (read, write) = (Definitions.Files.Operations["files.read"], Definitions.Files.Operations["files.write"]);
        Assert.Equal((OperationKind.Export, OperationKind.Import), (read.Kind, write.Kind));
        Assert.Equal(["name", "format", "separator"], read.Parameters.Select(p => p.Name));
        Assert.Equal(["name", "format", "columns", "whenEmpty"], write.Parameters.Select(p => p.Name));
    }

    private static IEnumerable<string> KeysOf(OperationKind kind) =>
        Definitions.Gorgias.Operations.Values.Where(o => o.Kind == kind).Select(o => o.Key).Order(StringComparer.Ordinal);
}
