using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.BrowserTests.Harness;

/// <summary>A server at work: connections, an integration, a flow that has run.</summary>
internal sealed class Scenery
{
    private static readonly TimeSpan RunBound = TimeSpan.FromMinutes(10);

    public required string Gorgias { get; init; }

    public required string Files { get; init; }

    public required string Integration { get; init; }

    public required string Flow { get; init; }

    public required string Export { get; init; }

    public required string Import { get; init; }

    public static object GorgiasBody(string name, GorgiasSandbox gorgias) => new
    {
        name,
        application = "gorgias",
        settings = new { subdomain = "fuchsia", username = gorgias.Username, password = gorgias.Password },
    };

    public static async Task<Scenery> SetAsync(WeirApi api, GorgiasSandbox sandbox, CancellationToken stop)
    {
        var gorgias = await api.CreateAsync("connections", GorgiasBody("Gorgias fuchsia", sandbox));
        var files = await api.CreateAsync("connections", new { name = "Reports", application = "files", settings = new { folder = "reports" } });
        var integration = await api.CreateAsync(
            "integrations", new { name = "Support reporting", description = "Tickets for the weekly report." });
        var tickets = await api.CreateAsync("exports", new { name = "Tickets", connection = gorgias, operation = "tickets.list" });
        await api.CreateAsync("exports", new { name = "Customers", connection = gorgias, operation = "customers.list" });
        var csv = await api.CreateAsync("imports", new
        {
            name = "Tickets as CSV",
            connection = files,
            operation = "files.write",
            parameters = new { name = "tickets.csv", format = "csv" },
            mapping = new { id = "$.id", subject = "$.subject", status = "$.status" },
        });
        var flow = await api.CreateAsync("flows", new
        {
            name = "Tickets to a file",
            integration,
            sources = new[] { new { id = "tickets", export = tickets } },
            steps = new[] { new { id = "write", import = csv } },
        });
        var run = (await api.PostAsync($"/v1/flows/{flow}/runs")).GetProperty("id").GetString();
        await Wait.UntilAsync(
            async () => (await api.GetAsync($"/v1/runs/{run}")).GetProperty("status").GetString() == "completed", RunBound, stop);
        return new Scenery { Gorgias = gorgias, Files = files, Integration = integration, Flow = flow, Export = tickets, Import = csv };
    }
}
