using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Tests.Flows;

namespace Weir.Tests.Exports;

public sealed class ExportServiceTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task What_is_left_out_has_its_default()
    {
        var export = await _workshop.ExportAsync(
            """{"name":" Tickets ","connection":"conn_gorgias","operation":"tickets.list"}""");

        Assert.StartsWith("exp_", export.Id, StringComparison.Ordinal);
        Assert.Equal("Tickets", export.Name);
        Assert.Equal(ExportMode.All, export.Mode);
        Assert.Equal(1, export.Version);
        Assert.Equal("{}", export.Parameters.GetRawText());
        Assert.Null(export.Filter);
    }

    [Fact]
    public async Task Reading_gives_what_was_saved()
    {
        const string Body =
            """
            {"name":"Things","connection":"conn_http","request":{"path":"/things","query":{"limit":"100"}},"records":"$.data",
             "paging":{"type":"cursor","next":"$.meta.next","parameter":"cursor"},"mode":"limit","limit":10,
             "filter":{"==":[{"var":"a"},null]},"transform":{"id":"$.id","gone":{"@default":null,"@from":"$.x"}},"traceKey":"{{id}}"}
            """;
        var saved = await _workshop.ExportAsync(Body);

        var read = JsonSerializer.SerializeToElement(
            await _workshop.Exports.ReadAsync(new ExportId(saved.Id), default), ExportJson.Default.ExportView);

        foreach (var sent in JsonDocument.Parse(Body).RootElement.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(sent.Value, read.GetProperty(sent.Name)), sent.Name);
        }
    }

    [Theory]
    [InlineData("""{"connection":"conn_gorgias","operation":"tickets.list"}""", "name required")]
    [InlineData("""{"name":"x","operation":"tickets.list"}""", "connection required")]
    [InlineData("""{"name":"x","connection":"conn_none","operation":"tickets.list"}""", "connection validation")]
    [InlineData("""{"name":"x","connection":"imp_1","operation":"tickets.list"}""", "connection validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias"}""", "operation required")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.lits"}""", "operation validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.create"}""", "operation validation")]
    [InlineData("""{"name":"x","connection":"conn_files","operation":"files.write"}""", "operation validation")]
    [InlineData("""{"name":"x","connection":"conn_http","operation":"things.list"}""", "operation validation")]
    [InlineData("""{"name":"x","connection":"conn_http"}""", "request required")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"https://a.example/"}}""", "request.path validation")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/{{#if}}"}}""", "request.path expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/"},"records":"$.["}""", "records expression")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"customers.get"}""", "parameters.id required")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","parameters":{"colour":"red"}}""", "parameters.colour unknown_field")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","parameters":[]}""", "parameters validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","colour":1}""", "colour unknown_field")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","id":"exp_1"}""", "id read_only")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","mode":"some"}""", "mode validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","mode":"limit"}""", "limit required")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","limit":5}""", "limit validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","mode":"limit","limit":0}""", "limit validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","filter":{"and":[{"nope":1}]}}""", "filter.and[0].nope expression")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","transform":{"a":{"b":"$["}}}""", "transform.a.b expression")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list","traceKey":"{{nope id}}"}""", "traceKey expression")]
    public async Task What_is_wrong_is_refused_with_its_field(string body, string expected) =>
        Assert.Equal(expected, await Workshop.RefusedAsync(() => _workshop.ExportAsync(body)));

    [Theory]
    [InlineData("""  "operation":"tickets.list","mode":"delta"  """, "")]
    [InlineData("""  "operation":"tickets.list","mode":"delta","delta":{"overlapSeconds":60}  """, "")]
    [InlineData("""  "operation":"tickets.list","mode":"delta","delta":{"changed":"$.updated_datetime"}  """, "delta.changed validation")]
    [InlineData("""  "operation":"tickets.list","mode":"delta","delta":{"overlapSeconds":-1}  """, "delta.overlapSeconds validation")]
    [InlineData("""  "operation":"tickets.list","mode":"delta","delta":{"colour":1}  """, "delta.colour unknown_field")]
    [InlineData("""  "operation":"tickets.list","delta":{"overlapSeconds":60}  """, "delta validation")]
    [InlineData("""  "operation":"account.get","mode":"delta"  """, "mode validation")]
    [InlineData("""  "operation":"customers.get","parameters":{"id":"1"},"mode":"delta"  """, "mode validation")]
    [InlineData("""  "request":{"path":"/things"},"mode":"delta"  """, "delta.changed required")]
    [InlineData("""  "request":{"path":"/things"},"mode":"delta","delta":{"changed":"$.at"}  """, "")]
    [InlineData("""  "request":{"path":"/things"},"mode":"delta","delta":{"changed":"$.["}  """, "delta.changed expression")]
    [InlineData("""  "request":{"path":"/things"},"mode":"delta","delta":{"changed":"$..at"}  """, "delta.changed expression")]
    [InlineData("""  "request":{"path":"/things","query":{"since":"{{lastRun}}"}},"mode":"delta"  """, "")]
    [InlineData("""  "operation":"tickets.list","mode":"once"  """, "once required")]
    [InlineData("""  "operation":"tickets.list","mode":"once","once":{"mark":{}}  """, "once.mark.import required")]
    [InlineData("""  "operation":"tickets.list","mode":"once","once":{"mark":{"import":"imp_none"}}  """, "once.mark.import validation")]
    [InlineData("""  "operation":"tickets.list","mode":"once","once":{"mark":{"import":"FILE"}}  """, "once.mark.import validation")]
    [InlineData("""  "operation":"tickets.list","mode":"once","once":{"mark":{"import":"SINK"}}  """, "")]
    [InlineData("""  "operation":"tickets.list","once":{"mark":{"import":"SINK"}}  """, "once validation")]
    public async Task A_mode_goes_with_what_it_needs_and_nothing_else(string fields, string expected)
    {
        var connection = fields.Contains("operation", StringComparison.Ordinal) ? Workshop.Gorgias : Workshop.Http;
        var body = $$"""{"name":"x","connection":"{{connection}}",{{fields}}}"""
            .Replace("SINK", await _workshop.SinkAsync(), StringComparison.Ordinal)
            .Replace("FILE", await _workshop.FileAsync(), StringComparison.Ordinal);
        if (expected.Length == 0)
        {
            await _workshop.ExportAsync(body);
            return;
        }

        Assert.Equal(expected, await Workshop.RefusedAsync(() => _workshop.ExportAsync(body)));
    }

    [Fact]
    public async Task An_import_that_marks_records_is_in_use()
    {
        var sink = await _workshop.SinkAsync();
        var body = """{"name":"x","connection":"conn_gorgias","operation":"tickets.list","mode":"once","once":{"mark":{"import":"SINK"}}}"""
            .Replace("SINK", sink, StringComparison.Ordinal);
        await _workshop.ExportAsync(body);
        Assert.Equal(" in_use", await Workshop.RefusedAsync(() => _workshop.Imports.DeleteAsync(new ImportId(sink), null, Workshop.By, default)));
    }

    [Fact]
    public async Task An_expression_is_refused_with_its_position()
    {
        var problem = await Workshop.ProblemAsync(() => _workshop.ExportAsync(
            """{"name":"x","connection":"conn_gorgias","operation":"tickets.list","traceKey":"{{id}} {{nope id}}"}"""));

        Assert.Equal(9, problem.Position);
        Assert.Contains("9", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => _workshop.ExportAsync(
            """{"connection":"conn_gorgias","operation":"customers.get","filter":{"nope":1},"traceKey":"{{","other":1}"""));

        Assert.Equal(
            ["filter.nope", "name", "other", "parameters.id", "traceKey"],
            refusal.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_patch_replaces_a_free_document_whole_and_keeps_the_rest()
    {
        var id = new ExportId((await _workshop.ExportAsync(
            """{"name":"T","connection":"conn_gorgias","operation":"tickets.list","parameters":{"view_id":"1","trashed":"true"}}""")).Id);

        var changed = await _workshop.Exports.ChangeAsync(
            id, Body.Parse("""{"parameters":{"view_id":"2"}}"""), null, Workshop.By, default);

        Assert.Equal("""{"view_id":"2"}""", changed.Parameters.GetRawText());
        Assert.Equal(("T", 2), (changed.Name, changed.Version));
    }

    [Fact]
    public async Task What_was_read_may_be_sent_back_and_changes_nothing()
    {
        var view = await _workshop.Exports.ReadAsync(new ExportId(await _workshop.TicketsAsync()), default);
        var body = JsonSerializer.SerializeToElement(view, ExportJson.Default.ExportView);
        var parameterless = Body.Parse(body.GetRawText());

        var again = await _workshop.Exports.ChangeAsync(new ExportId(view.Id), parameterless, null, Workshop.By, default);

        Assert.Equal(view.Operation, again.Operation);
        Assert.Equal("version read_only", await Workshop.RefusedAsync(() => _workshop.Exports.ChangeAsync(
            new ExportId(view.Id), Body.Parse("""{"version":9}"""), null, Workshop.By, default)));
    }

    [Fact]
    public async Task Another_version_than_expected_is_not_changed()
    {
        var id = new ExportId(await _workshop.TicketsAsync());

        Assert.Equal(" precondition_failed", await Workshop.RefusedAsync(() =>
            _workshop.Exports.ChangeAsync(id, Body.Parse("""{"name":"New"}"""), 7, Workshop.By, default)));
        Assert.Equal("Tickets", (await _workshop.Exports.ReadAsync(id, default)).Name);
    }

    [Fact]
    public async Task A_flows_source_stays_a_list()
    {
        var id = await _workshop.TicketsAsync();
        await _workshop.FlowAsync($$"""{"name":"F","sources":[{"export":"{{id}}"}]}""");

        Assert.Equal("operation validation", await Workshop.RefusedAsync(() => _workshop.Exports.ChangeAsync(
            new ExportId(id), Body.Parse("""{"operation":"tickets.get","parameters":{"id":"1"}}"""), null, Workshop.By, default)));
        Assert.Equal(" in_use", await Workshop.RefusedAsync(() =>
            _workshop.Exports.DeleteAsync(new ExportId(id), null, Workshop.By, default)));
    }

    [Fact]
    public async Task A_list_shows_all_by_name()
    {
        await _workshop.TicketsAsync("b");
        await _workshop.TicketsAsync("A");

        var slice = await _workshop.Exports.ListAsync(new ListQuery(), default);

        Assert.Equal(["A", "b"], slice.Data.Select(e => e.Name));
    }

    public void Dispose() => _workshop.Dispose();
}
