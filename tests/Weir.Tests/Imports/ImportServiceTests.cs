using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Imports;
using Weir.Model;
using Weir.Tests.Flows;

namespace Weir.Tests.Imports;

public sealed class ImportServiceTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task What_is_left_out_has_its_default()
    {
        var import = await _workshop.ImportAsync("""{"name":"Sink","connection":"conn_http","request":{"path":"/sink"}}""");

        Assert.StartsWith("imp_", import.Id, StringComparison.Ordinal);
        Assert.Equal((1, "any", null), (import.BatchSize, import.Order, import.Repeat));
        Assert.Equal("{}", import.Lookups.GetRawText());
        Assert.Null(import.Mapping);
    }

    [Fact]
    public async Task Reading_gives_what_was_saved()
    {
        const string Body =
            """
            {"name":"Sink","connection":"conn_http","request":{"method":"POST","path":"/sink/{{id}}","body":"{{json record}}"},
             "mapping":{"id":"$.id","lines":{"@each":"$.items[*]","@do":{"s":{"@from":"$.s","@lookup":"status","@default":null}}}},
             "lookups":{"status":{"open":"1"}},"idempotencyKey":"{{id}}","repeat":"never","batchSize":1,"order":"any"}
            """;
        var saved = await _workshop.ImportAsync(Body);

        var read = JsonSerializer.SerializeToElement(
            await _workshop.Imports.ReadAsync(new ImportId(saved.Id), default), ImportJson.Default.ImportView);

        foreach (var sent in JsonDocument.Parse(Body).RootElement.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(sent.Value, read.GetProperty(sent.Name)), sent.Name);
        }
    }

    [Theory]
    [InlineData("""{"connection":"conn_http","request":{"path":"/s"}}""", "name required")]
    [InlineData("""{"name":"x","connection":"conn_none","request":{"path":"/s"}}""", "connection validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias"}""", "operation required")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.list"}""", "operation validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"customers.get"}""", "operation validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.update"}""", "parameters.id required")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.update","parameters":{"id":"{{#each}}"}}""", "parameters.id expression")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.create","request":{"path":"/"}}""", "request validation")]
    [InlineData("""{"name":"x","connection":"conn_http"}""", "request required")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s","colour":1}}""", "request.colour unknown_field")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"mapping":{"a":"$["}}""", "mapping.a expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"mapping":{"lines":{"@each":"$[","@do":"$"}}}""", "mapping.lines.@each expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"mapping":{"a":{"@from":"$.a","@lookup":"none"}}}""", "mapping.a.@lookup expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"mapping":{"a":"$.a"},"lookups":{"t":1}}""", "lookups.t expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"lookups":{"t":{}}}""", "lookups validation")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"idempotencyKey":"{{"}""", "idempotencyKey expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"repeat":"maybe"}""", "repeat validation")]
    [InlineData("""{"name":"x","connection":"conn_files","operation":"files.write","parameters":{"name":"a.csv"},"repeat":"never"}""", "repeat validation")]
    [InlineData("""{"name":"x","connection":"conn_files","operation":"files.write","parameters":{"name":"a.csv"},"idempotencyKey":"{{id}}"}""", "idempotencyKey validation")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"order":"key"}""", "orderKey required")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"orderKey":"{{id}}"}""", "orderKey validation")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"order":"key","orderKey":"{{"}""", "orderKey expression")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"order":"key","orderKey":"{{id}}","batchSize":2}""", "batchSize validation")]
    [InlineData("""{"name":"x","connection":"conn_http","request":{"path":"/s"},"batchSize":1001}""", "batchSize validation")]
    [InlineData("""{"name":"x","connection":"conn_gorgias","operation":"tickets.create","batchSize":2}""", "batchSize validation")]
    [InlineData("""{"name":"x","connection":"conn_files","operation":"files.write","parameters":{"name":"a.csv"},"batchSize":2}""", "batchSize validation")]
    [InlineData("""{"name":"x","connection":"conn_files","operation":"files.write","parameters":{"name":"a.csv"},"order":"key","orderKey":"{{id}}"}""", "order validation")]
    public async Task What_is_wrong_is_refused_with_its_field(string body, string expected) =>
        Assert.Equal(expected, await Workshop.RefusedAsync(() => _workshop.ImportAsync(body)));

    [Fact]
    public async Task A_null_inside_a_mapping_is_kept()
    {
        var id = new ImportId((await _workshop.ImportAsync(
            """{"name":"S","connection":"conn_http","request":{"path":"/s"},"mapping":{"a":"$.a","b":null}}""")).Id);

        var changed = await _workshop.Imports.ChangeAsync(
            id, Body.Parse("""{"mapping":{"c":null}}"""), null, Workshop.By, default);
        var cleared = await _workshop.Imports.ChangeAsync(id, Body.Parse("""{"mapping":null}"""), null, Workshop.By, default);

        Assert.Equal("""{"c":null}""", changed.Mapping!.Value.GetRawText());
        Assert.Null(cleared.Mapping);
    }

    [Fact]
    public async Task A_flow_that_waits_for_an_answer_keeps_an_import_that_gives_one()
    {
        var id = await _workshop.SinkAsync();
        await _workshop.FlowAsync($$"""{"name":"F","steps":[{"import":"{{id}}","into":"result"}]}""");

        Assert.Equal("connection validation", await Workshop.RefusedAsync(() => _workshop.Imports.ChangeAsync(
            new ImportId(id),
            Body.Parse("""{"connection":"conn_files","operation":"files.write","parameters":{"name":"a.csv"},"request":null}"""),
            null,
            Workshop.By,
            default)));
    }

    public void Dispose() => _workshop.Dispose();
}
