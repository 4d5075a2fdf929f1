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
    public void The_operations_of_Gorgias_are_what_their_verbs_say() =>
        Assert.Equal(
            [
                "tickets.list Export", "tickets.get Lookup", "tickets.create Import", "tickets.update Import",
                "customers.list Export", "customers.get Lookup", "customers.create Import", "customers.update Import",
                "messages.list Export", "tags.list Export", "users.list Export",
            ],
            Definitions.Gorgias.Operations.Values.Select(o => $"{o.Key} {o.Kind}"));

    [Theory]
    [InlineData("tickets.create", RepeatRule.Never)]
    [InlineData("customers.create", RepeatRule.Never)]
    [InlineData("tickets.update", RepeatRule.Always)]
    [InlineData("customers.update", RepeatRule.Always)]
    public void What_could_be_made_twice_is_not_repeated(string operation, RepeatRule repeat) =>
        Assert.Equal(repeat, Definitions.Gorgias.Operations[operation].Repeat);

    [Theory]
    [InlineData("tickets.list", "updated_datetime", true)]
    [InlineData("customers.list", "updated_datetime", true)]
    [InlineData("messages.list", "created_datetime", true)]
    [InlineData("tags.list", "created_datetime", false)]
    [InlineData("users.list", "created_datetime", false)]
    public void A_list_of_Gorgias_states_the_order_that_it_asks_for(string key, string by, bool hasDelta)
    {
        var operation = Definitions.Gorgias.Operations[key];
        Assert.Equal($"{by}:desc", operation.Query["order_by"]);
        Assert.Equal(new OrderDefinition($"$.{by}", "$.id", Descending: true), operation.Order);
        Assert.Equal(hasDelta ? $"$.{by}" : null, operation.Delta?.NewestFirst);
        Assert.Equal(("GET", "$.data", "$.id"), (operation.Method, operation.Records, operation.RecordKey));
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
    public void Files_are_written()
    {
        var write = Assert.Single(Definitions.Files.Operations.Values);
        Assert.Equal(("files.write", OperationKind.Import, null), (write.Key, write.Kind, write.Method));
        Assert.Equal(["name", "format", "columns"], write.Parameters.Select(p => p.Name));
    }
}
