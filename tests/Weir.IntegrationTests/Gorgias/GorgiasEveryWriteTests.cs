using System.Text.Json;
using Weir.Engine.Previews;
using Weir.IntegrationTests.Api;
using Weir.Model;
using Weir.Sandbox;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>Every write that the definition of Gorgias has, through a real flow: what is there afterwards, whatever happens.</summary>
public sealed class GorgiasEveryWriteTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private WritesKit _kit = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = 20, RateLimit = false });
        _kit = await WritesKit.MakeAsync(_api);
    }

    public async ValueTask DisposeAsync()
    {
        await _kit.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public void Each_write_of_the_catalogue_has_a_case() => Assert.Equal(
        _kit.Account.Definition.Operations.Values
            .Where(o => o.Kind is OperationKind.Import).Select(o => o.Key).Order(StringComparer.Ordinal),
        WriteCases.All.Select(c => c.Operation).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_preview_doubts_nothing_of_what_is_written()
    {
        List<string> wrong = [];
        foreach (var (number, asked) in WriteCases.All.Index().Where(c => c.Item.Body is not null))
        {
            var write = await new WriteScene(_kit.Account).SetAsync(asked, number);
            var schema = _kit.Account.Definition.Operations[write.Operation].Schema;
            using var body = JsonDocument.Parse(write.Body!);
            wrong.AddRange(SchemaDoubts.Of(schema, body.RootElement).Select(d => $"{write.Operation}: {d.Field} {d.Message}"));
        }

        Repository.MustBeEmpty(wrong);
    }

    [Fact]
    public async Task Each_write_is_there_field_by_field_and_a_second_one_changes_nothing()
    {
        List<string> wrong = [];
        foreach (var (number, asked) in WriteCases.All.Index())
        {
            var look = new WriteLook(_kit.Account, await new WriteScene(_kit.Account).SetAsync(asked, number));
            var flow = await FlowAsync(look.Case);
            wrong.AddRange(Problems(look.Case, "once", await _kit.RunAsync(flow), null));
            wrong.AddRange(await look.ProblemsAsync("once", 1));
            wrong.AddRange(Problems(look.Case, "twice", await _kit.RunAsync(flow), look.Case.Refused));
            wrong.AddRange(await look.ProblemsAsync("twice", look.Case.Doubles ? 2 : 1));
        }

        Repository.MustBeEmpty(wrong);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(null)]
    public async Task A_failure_after_the_write_doubles_nothing_and_loses_nothing(int? status)
    {
        List<string> wrong = [];
        foreach (var (number, asked) in WriteCases.All.Index())
        {
            var look = new WriteLook(_kit.Account, await new WriteScene(_kit.Account).SetAsync(asked, number));
            var flow = await FlowAsync(look.Case);
            var method = _kit.Account.Definition.Operations[asked.Operation].Method;
            _kit.Gorgias.Faults.Add(new FaultRule
            {
                Match = $"{method} /api",
                Status = status,
                Reset = status is null,
                AfterWrite = true,
                Times = 1,
            });
            var run = await _kit.RunAsync(flow);
            Assert.Equal(1, Assert.Single(_kit.Gorgias.Faults.List()).Hit);
            _kit.Gorgias.Faults.Clear();
            wrong.AddRange(Problems(look.Case, "failed", run, look.IsSettled ? null : ErrorCodes.OutcomeUnknown));
            wrong.AddRange(await look.ProblemsAsync("failed", 1));
        }

        Repository.MustBeEmpty(wrong);
    }

    private Task<string> FlowAsync(WriteCase write) => _kit.FlowAsync(
        write.Operation,
        write.Parameters,
        write.Body is null ? null : "\"$.body\"",
        $$"""[{"trace":1,"body":{{write.Body ?? "null"}} }]""");

    private static IEnumerable<string> Problems(WriteCase write, string when, WriteRun run, string? code)
    {
        if (run.Status != "completed" || run.Errors.Select(e => e.Code).FirstOrDefault() != code)
        {
            yield return $"{write.Operation} ({when}): {run.Status}, "
                + $"{string.Join("; ", run.Errors.Select(e => $"{e.Code} {e.Message}"))}; expected was {code ?? "no error"}";
        }
    }
}
