using Weir.Engine.Previews;
using Weir.Model;

namespace Weir.Tests.Previews;

public sealed class ExportPreviewTests
{
    [Fact]
    public async Task As_many_pages_are_read_as_the_records_need()
    {
        using var rig = new PreviewRig(rows: 100);

        var preview = await rig.ExportAsync(more: ""","limit":25""");

        Assert.Equal(Enumerable.Range(1, 25), preview.Records.Select(r => r.GetProperty("id").GetInt32()));
        Assert.Equal(["", "10", "20"], rig.Application.Reads);
        Assert.Equal(3, preview.Exchanges.Count);
        Assert.Null(preview.Error);
    }

    [Fact]
    public async Task Ten_records_are_shown_when_nothing_else_is_asked()
    {
        using var rig = new PreviewRig(rows: 100);

        Assert.Equal(10, (await rig.ExportAsync()).Records.Count);
        Assert.Single(rig.Application.Reads);
    }

    [Fact]
    public async Task A_list_ends_where_it_ends()
    {
        using var rig = new PreviewRig(rows: 3);

        Assert.Equal(3, (await rig.ExportAsync(more: ""","limit":100""")).Records.Count);
    }

    [Fact]
    public async Task A_filter_that_lets_nothing_through_ends_after_five_pages()
    {
        using var rig = new PreviewRig(rows: 100);

        var preview = await rig.ExportAsync(""","filter":{"==":[{"var":"id"},99]}""");

        Assert.Empty(preview.Records);
        Assert.Equal(5, preview.Exchanges.Count);
    }

    [Fact]
    public async Task The_transform_comes_before_the_filter()
    {
        using var rig = new PreviewRig(rows: 10);

        var preview = await rig.ExportAsync(
            ""","transform":{"n":"$.id","isEven":"$.even"},"filter":{"var":"isEven"}""", ""","limit":2""");

        Assert.Equal("""{"n":2,"isEven":true} {"n":4,"isEven":true}""", PreviewRig.Text(preview.Records));
    }

    [Fact]
    public async Task A_record_that_cannot_be_transformed_is_told_and_the_others_are_shown()
    {
        using var rig = new PreviewRig(rows: 2);
        rig.Application.Rows[0] = """{"id":"one"}""";

        var preview = await rig.ExportAsync(""","transform":{"id":{"@from":"$.id","@type":"integer"}}""");

        Assert.Equal("""{"id":2}""", PreviewRig.Text(preview.Records));
        var error = Assert.Single(preview.Errors!);
        Assert.Equal((0, "mapping", "id"), (error.Index, error.Code, error.Field));
    }

    [Fact]
    public async Task The_exports_own_limit_counts_what_is_read()
    {
        using var rig = new PreviewRig(rows: 100);

        var preview = await rig.ExportAsync(""","mode":"limit","limit":3,"filter":{"var":"even"}""");

        Assert.Equal("""{"id":2,"even":true}""", PreviewRig.Text(preview.Records));
    }

    [Fact]
    public async Task What_did_not_change_since_is_left_out_as_in_a_run()
    {
        using var rig = new PreviewRig(rows: 2);
        rig.Application.Rows[0] = """{"id":1,"at":"2026-01-01T00:00:00Z"}""";
        rig.Application.Rows[1] = """{"id":2,"at":"2026-03-01T00:00:00Z"}""";

        var all = await rig.ExportAsync(""","mode":"delta","delta":{"changed":"$.at"}""");
        var changed = await rig.ExportAsync(""","mode":"delta","delta":{"changed":"$.at"}""", ""","since":"2026-02-01" """);

        Assert.Equal(2, all.Records.Count);
        Assert.Equal(2, Assert.Single(changed.Records).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task What_the_application_refuses_is_shown()
    {
        using var rig = new PreviewRig(rows: 10);
        rig.Application.ReadFault = _ => new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No such view." };

        var preview = await rig.ExportAsync();

        Assert.Empty(preview.Records);
        Assert.Single(preview.Exchanges);
        Assert.Equal(new PreviewFault("rejected", "No such view."), preview.Error);
    }

    [Fact]
    public async Task While_the_account_is_paused_nothing_is_sent_and_the_time_is_told()
    {
        using var rig = new PreviewRig(rows: 10);
        var permit = await rig.Governor.AcquireAsync(new ConnectionId(PreviewRig.Fake), "flow_1", urgent: false, default);
        var told = rig.Governor.Release(permit, null, new Fault
        {
            Kind = FaultKind.Throttled,
            Code = ErrorCodes.RateLimited,
            Message = "Slow down.",
            RetryAfter = TimeSpan.FromSeconds(90),
        });
        await rig.Governor.WriteAsync(told.Pause!);

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => rig.ExportAsync());

        Assert.Equal(ErrorCodes.RateLimited, refusal.Code);
        Assert.NotNull(refusal.RetryAfter);
        Assert.Equal("2026-08-26T12:01:30.000Z", refusal.Extensions["pausedUntil"].GetString());
        Assert.Empty(rig.Application.Reads);
    }

    [Fact]
    public async Task Without_a_slot_in_fifteen_seconds_it_is_busy()
    {
        using var rig = new PreviewRig(rows: 10);
        var permit = await rig.Governor.AcquireAsync(new ConnectionId(PreviewRig.Fake), "flow_1", urgent: false, default);

        var preview = rig.ExportAsync();
        rig.Clock.AdvanceSeconds(14.9);
        Assert.False(preview.IsCompleted);
        rig.Clock.AdvanceSeconds(0.2);

        Assert.Equal(ErrorCodes.Busy, (await Assert.ThrowsAsync<RefusalException>(() => preview)).Code);
        Assert.Empty(rig.Application.Reads);
        rig.Governor.Release(permit);
    }

    [Fact]
    public async Task A_secret_that_the_application_repeats_is_masked_however_it_is_transformed()
    {
        using var rig = new PreviewRig();
        rig.Application.Rows.Add($$$"""{"id":1,"sent":{"token":"{{{PreviewRig.Token}}}"}}""");

        Assert.Equal("""{"id":1,"sent":{"token":"***"}}""", PreviewRig.Text((await rig.ExportAsync()).Records));
        Assert.Equal("""{"part":"***"}""", PreviewRig.Text((await rig.ExportAsync(
            ""","transform":{"part":"{{uppercase sent.token}}"}""")).Records));
    }

    [Fact]
    public async Task A_secret_that_a_lookups_answer_repeats_is_masked()
    {
        using var rig = new PreviewRig();
        rig.Application.Says = (_, _) => $$"""{"token":"{{PreviewRig.Token}}"}""";

        Assert.Equal("""{"token":"***"}""", PreviewRig.Text((await rig.ExportAsync(more: ""","record":{"id":7}""")).Records));
    }

    [Fact]
    public async Task With_a_record_it_is_a_lookup()
    {
        using var rig = new PreviewRig(rows: 10);

        var preview = await rig.ExportAsync(more: ""","record":{"id":7}""");

        Assert.Equal("""{"ok":true}""", PreviewRig.Text(preview.Records));
        Assert.Equal("""{"id":7}""", Assert.Single(rig.Application.Sink).Body);
        Assert.Empty(rig.Application.Reads);
    }

    [Theory]
    [InlineData("", ""","limit":0""", "limit")]
    [InlineData("", ""","limit":101""", "limit")]
    [InlineData("", ""","since":"yesterday""" + "\"", "since")]
    [InlineData("", ""","colour":1""", "colour")]
    [InlineData(""","colour":1""", "", "export.colour")]
    [InlineData(""","filter":{"and":[{"nope":1}]}""", "", "export.filter.and[0].nope")]
    [InlineData(""","transform":{"a":"$.["}""", "", "export.transform.a")]
    [InlineData(""","id":"exp_1""" + "\"", "", "export.id")]
    public async Task What_is_wrong_is_named_by_its_place_in_the_body(string export, string more, string field)
    {
        using var rig = new PreviewRig();

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => rig.ExportAsync(export, more));

        Assert.Equal(field, Assert.Single(refusal.Problems).Field);
    }
}
