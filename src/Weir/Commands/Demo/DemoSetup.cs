using System.Text.Json.Serialization.Metadata;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;
using Weir.Engine.Integrations;
using Weir.Sandbox;

namespace Weir.Commands.Demo;

/// <summary>Makes the demo's resources over the public API, as anybody could.</summary>
internal sealed class DemoSetup(ApiClient client)
{
    public const string FileName = "tickets.csv";
    public const string KeyColumn = "ticket_id";

    private const string Mapping =
        """
        {
          "ticket_id": "$.id",
          "subject": {"@from": "$.subject", "@default": ""},
          "status": {"@from": "$.status", "@lookup": "status"},
          "priority": "$.priority",
          "channel": "$.channel",
          "tags": "{{join (pluck tags 'name') ', '}}",
          "messages": {"@from": "$.messages_count", "@type": "integer"},
          "assignee": {"@from": "$.assignee_user.name", "@default": ""},
          "customer_id": "$.customer.id",
          "customer_name": {"@from": "$.customer.details.name", "@default": ""},
          "customer_email": {"@from": "$.customer.details.email", "@default": ""},
          "customer_since": {"@from": "$.customer.details.created_datetime", "@type": "datetime", "@format": "yyyy-MM-dd"},
          "created_at": {"@from": "$.created_datetime", "@type": "datetime"}
        }
        """;

    /// <summary>A connection to the sandbox. The server tests it before it stores it.</summary>
    public Task<ConnectionView> GorgiasAsync(SandboxReady sandbox, CancellationToken stop) => CreateAsync(
        "connections",
        $$$"""
        {"name": "Gorgias sandbox", "application": "gorgias",
         "settings": {"subdomain": "fuchsia", "username": {{{Text(sandbox.Username)}}}, "password": {{{Text(sandbox.Password)}}}}}
        """,
        ConnectionJson.Default.ConnectionView,
        stop);

    public Task<ConnectionView> FilesAsync(CancellationToken stop) => CreateAsync(
        "connections",
        """{"name": "Files", "application": "files", "settings": {"folder": "demo"}}""",
        ConnectionJson.Default.ConnectionView,
        stop);

    /// <summary>Tickets → customer lookup → file.</summary>
    public async Task<FlowView> FlowAsync(ConnectionView gorgias, ConnectionView files, CancellationToken stop)
    {
        var integration = await CreateAsync(
            "integrations", """{"name": "Demo"}""", IntegrationJson.Default.IntegrationView, stop);
        var tickets = await CreateAsync(
            "exports",
            $$$"""{"name": "Tickets", "connection": "{{{gorgias.Id}}}", "operation": "tickets.list"}""",
            ExportJson.Default.ExportView,
            stop);
        var customer = await CreateAsync(
            "exports",
            $$$"""
            {"name": "Customer of a ticket", "connection": "{{{gorgias.Id}}}", "operation": "customers.get",
             "parameters": {"id": "{{customer.id}}"}}
            """,
            ExportJson.Default.ExportView,
            stop);
        var file = await CreateAsync(
            "imports",
            $$$"""
            {"name": "Ticket file", "connection": "{{{files.Id}}}", "operation": "files.write",
             "parameters": {"name": "{{{FileName}}}", "format": "csv"},
             "mapping": {{{Mapping}}}, "lookups": {"status": {"open": "Open", "closed": "Closed"} } }
            """,
            ImportJson.Default.ImportView,
            stop);
        return await CreateAsync(
            "flows",
            $$$"""
            {"name": "Tickets to a file", "integration": "{{{integration.Id}}}",
             "sources": [{"id": "tickets", "export": "{{{tickets.Id}}}"}],
             "steps": [{"id": "customer", "lookup": "{{{customer.Id}}}", "into": "customer.details"},
                       {"id": "file", "import": "{{{file.Id}}}"}]}
            """,
            FlowJson.Default.FlowView,
            stop);
    }

    private static string Text(string value) => DocumentWriter.Text(writer => writer.WriteStringValue(value));

    private Task<T> CreateAsync<T>(string kind, string body, JsonTypeInfo<T> type, CancellationToken stop) =>
        client.PostAsync($"/v1/{kind}", writer => writer.WriteRawValue(body), type, stop);
}
