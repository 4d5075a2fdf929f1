using System.Text;
using System.Text.Json;
using Weir.Adaptors.Files;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.IntegrationTests.Harness;
using Weir.Model;

namespace Weir.IntegrationTests.Adaptors;

public sealed class FileTests : IDisposable
{
    private static readonly OperationDefinition Write = new()
    {
        Key = "files.write",
        Name = "Write",
        Kind = OperationKind.Import,
        Resource = "files",
        Parameters =
        [
            new OperationParameter { Name = "name", Label = "File name", Required = true },
            new OperationParameter
            {
                Name = "format",
                Label = "Format",
                Kind = FormFieldKind.Select,
                Default = "csv",
                Options = [new FormOption("csv", "CSV"), new FormOption("jsonl", "JSON Lines")],
            },
            new OperationParameter { Name = "columns", Label = "Columns" },
            new OperationParameter
            {
                Name = "whenEmpty",
                Label = "When there is no record",
                Kind = FormFieldKind.Select,
                Default = "write",
                Options = [new FormOption("write", "Write"), new FormOption("skip", "Skip")],
            },
        ],
    };

    private static readonly ApplicationDefinition Application = new()
    {
        Key = "files",
        Name = "Files",
        Category = "Universal",
        Description = "Files",
        Adaptor = "files",
    };

    private readonly TestFolder _folder = new();
    private readonly FilesAdaptor _adaptor;

    public FileTests() => _adaptor = new FilesAdaptor(new FilesOptions { Root = _folder["root"] });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_has_its_name_when_the_run_is_complete()
    {
        await using var writer = await OpenAsync();
        await AppendAsync(writer, """{"id":1,"name":"a"}""", """{"id":2,"name":"b"}""");
        Assert.Equal([".part"], Files().Select(Path.GetExtension));

        var path = await writer.CompleteAsync(Cancel);

        Assert.Equal(_folder["root/out/tickets.csv"], path);
        Assert.Equal(["tickets.csv"], Files());
        Assert.Equal("id,name\n1,a\n2,b\n", Read());
    }

    [Fact]
    public async Task What_the_checkpoint_does_not_know_is_cut_off()
    {
        string state;
        await using (var killed = await OpenAsync())
        {
            state = await AppendAsync(killed, """{"id":1}""");
            await AppendAsync(killed, """{"id":2}""");
        }

        await using var writer = await OpenAsync(state: state);
        await AppendAsync(writer, """{"id":2}""", """{"id":3}""");
        await writer.CompleteAsync(Cancel);

        Assert.Equal("id\n1\n2\n3\n", Read());
    }

    [Fact]
    public async Task A_run_that_was_killed_before_its_first_checkpoint_begins_anew()
    {
        await using (var killed = await OpenAsync())
        {
            await AppendAsync(killed, """{"other":1}""");
        }

        await using var writer = await OpenAsync();
        await AppendAsync(writer, """{"id":1}""");
        await writer.CompleteAsync(Cancel);

        Assert.Equal("id\n1\n", Read());
    }

    [Fact]
    public async Task The_columns_stay_after_a_kill()
    {
        string state;
        await using (var killed = await OpenAsync())
        {
            state = await AppendAsync(killed, """{"b":1,"a":2}""");
        }

        await using var writer = await OpenAsync(state: state);
        Assert.Throws<EvaluationException>(() => Format(writer, """{"c":1}"""));
        await AppendAsync(writer, """{"a":4,"b":3}""");
        await writer.CompleteAsync(Cancel);

        Assert.Equal("b,a\n1,2\n3,4\n", Read());
    }

    [Fact]
    public async Task Completing_again_changes_nothing()
    {
        string state;
        await using (var killed = await OpenAsync())
        {
            state = await AppendAsync(killed, """{"id":1}""");
            Assert.Equal(await killed.CompleteAsync(Cancel), await killed.CompleteAsync(Cancel));
        }

        // Killed after the file got its name and before the run was noted as complete.
        await using var writer = await OpenAsync(state: state);
        await writer.CompleteAsync(Cancel);

        Assert.Equal("id\n1\n", Read());
        await Assert.ThrowsAsync<RefusalException>(() => writer.AppendAsync("x"u8.ToArray(), Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_somebody_took_away_is_told(bool shortened)
    {
        string state;
        await using (var killed = await OpenAsync())
        {
            state = await AppendAsync(killed, """{"id":1}""");
        }

        var part = Directory.GetFiles(_folder["root/out"]).Single();
        await File.WriteAllTextAsync(part, "i", Cancel);
        if (!shortened)
        {
            File.Delete(part);
        }

        await Assert.ThrowsAsync<RefusalException>(() => OpenAsync(state: state));
    }

    [Fact]
    public async Task A_file_of_an_earlier_run_is_replaced_in_one_step()
    {
        await RunAsync("run_1", """{"id":1}""");
        await using (var writer = await OpenAsync(run: "run_2"))
        {
            await AppendAsync(writer, """{"id":2}""");
            Assert.Equal("id\n1\n", Read());
            await writer.CompleteAsync(Cancel);
        }

        Assert.Equal("id\n2\n", Read());
        Assert.Equal(["tickets.csv"], Files());
    }

    [Fact]
    public async Task A_retry_that_brings_no_row_leaves_no_file()
    {
        await using (var writer = await OpenAsync(retry: 3))
        {
            await writer.CompleteAsync(Cancel);
        }

        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("write", true)]
    [InlineData("skip", false)]
    public async Task A_run_that_brings_no_row_writes_a_file_where_that_is_wanted(string whenEmpty, bool isThere)
    {
        await using (var writer = await OpenAsync(whenEmpty: whenEmpty))
        {
            await writer.CompleteAsync(Cancel);
        }

        Assert.Equal(isThere ? ["tickets.csv"] : [], Files());
    }

    [Fact]
    public void What_is_chosen_from_a_list_is_no_expression() =>
        Assert.Equal(
            "parameters.whenEmpty",
            Assert.Single(Assert.Throws<RefusalException>(() => Destination("a.csv", null, "csv", null, "{{run}}")).Problems).Field);

    [Fact]
    public async Task A_retry_writes_a_file_of_its_own()
    {
        await RunAsync("run_1", """{"id":1}""");
        await using (var writer = await OpenAsync(run: "run_2", retry: 3))
        {
            await AppendAsync(writer, """{"id":2}""");
            await writer.CompleteAsync(Cancel);
        }

        Assert.Equal(["tickets.csv", "tickets.csv.retry-3"], Files());
        Assert.Equal("id\n2\n", Read("tickets.csv.retry-3"));
    }

    [Fact]
    public async Task A_run_without_records_leaves_an_empty_file()
    {
        await using (var writer = await OpenAsync(columns: "a, b"))
        {
            await writer.CompleteAsync(Cancel);
        }

        Assert.Equal("a,b\n", Read());
        await using var unknown = await OpenAsync();
        await unknown.CompleteAsync(Cancel);
        Assert.Equal("", Read());
    }

    [Theory]
    [InlineData("run_1", "other")]
    [InlineData("run_2", "write")]
    public async Task Two_writers_never_share_a_file(string run, string step)
    {
        var first = await OpenAsync();

        var refused = await Assert.ThrowsAsync<RefusalException>(() => OpenAsync(run: run, step: step));

        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        await first.DisposeAsync();
        await (await OpenAsync(run: run, step: step)).DisposeAsync();
    }

    [Fact]
    public async Task Lines_of_JSON_need_no_columns()
    {
        await using var writer = await OpenAsync("tickets.jsonl", format: "jsonl");
        await AppendAsync(writer, """{ "a": 1 }""", """{"b":[ ]}""");
        await writer.CompleteAsync(Cancel);

        Assert.Equal("{\"a\":1}\n{\"b\":[]}\n", Read("tickets.jsonl"));
    }

    [Fact]
    public async Task A_name_holds_the_runs_time_and_nothing_of_a_record()
    {
        await using var writer = await OpenAsync("t-{{thisRun}}.csv");
        await writer.CompleteAsync(Cancel);
        Assert.Equal(["t-2026-01-01T00-00-00Z.csv"], Files());

        Assert.Equal("parameters.name", Problem("t-{{customer.name}}.csv"));
        Assert.Equal("parameters.name", Problem("sub/t.csv"));
        Assert.Equal("parameters.name", Problem("{{#if"));
        Assert.Equal("parameters.name", Problem(""));
    }

    [Theory]
    [InlineData("a,a")]
    [InlineData("a,,b")]
    [InlineData("{{x}}")]
    [InlineData("b")]
    public void Columns_that_cannot_be_are_refused(string columns) =>
        Assert.Equal("parameters.columns", Problem("t.csv", columns, ["a"]));

    [Fact]
    public async Task The_mappings_fields_are_the_columns()
    {
        await using var writer = await Destination("t.csv", null, "csv", ["b", "a"]).OpenAsync(
            Connection("out"), Target("run_1", "write", null), null, Cancel);
        await AppendAsync(writer, """{"a":1}""");
        await writer.CompleteAsync(Cancel);

        Assert.Equal("b,a\n,1\n", Read("t.csv"));
    }

    [Fact]
    public async Task A_link_out_of_the_operators_folder_is_refused()
    {
        Directory.CreateDirectory(_folder["root"]);
        Directory.CreateDirectory(_folder["outside"]);
        Directory.CreateSymbolicLink(_folder["root/out"], _folder["outside"]);

        var refused = await Assert.ThrowsAsync<RefusalException>(() => OpenAsync());

        Assert.Equal(ErrorCodes.Forbidden, refused.Code);
        Assert.Equal(ErrorCodes.Forbidden, (await TestAsync("out/deeper")).Fault!.Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["outside"]));
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        Directory.CreateDirectory(_folder["root/real"]);
        Directory.CreateSymbolicLink(_folder["root/out"], "../root/real");

        await RunAsync("run_1", """{"id":1}""");

        Assert.Equal("id\n1\n", File.ReadAllText(_folder["root/real/tickets.csv"]));
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        Directory.CreateDirectory(_folder["root"]);
        Directory.CreateSymbolicLink(_folder["root/out"], "back");
        Directory.CreateSymbolicLink(_folder["root/back"], "out");

        await Assert.ThrowsAsync<RefusalException>(() => OpenAsync());
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_file_is_replaced_and_not_followed()
    {
        Directory.CreateDirectory(_folder["root/out"]);
        await File.WriteAllTextAsync(_folder["secret"], "keep", Cancel);
        File.CreateSymbolicLink(_folder["root/out/tickets.csv"], _folder["secret"]);

        await RunAsync("run_1", """{"id":1}""");

        Assert.Equal("keep", await File.ReadAllTextAsync(_folder["secret"], Cancel));
        Assert.Equal("id\n1\n", Read());
    }

    [Fact]
    public async Task A_test_makes_the_folder_and_leaves_nothing_in_it()
    {
        var reading = await TestAsync("new/deep");

        Assert.Equal("The folder new/deep can be written", reading.Says);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["root/new/deep"]));
    }

    [Fact]
    public async Task A_test_says_when_the_folder_cannot_be_made()
    {
        Directory.CreateDirectory(_folder["root"]);
        await File.WriteAllTextAsync(_folder["root/out"], "a file", Cancel);

        var reading = await TestAsync("out");

        Assert.NotNull(reading.Fault);
        Assert.DoesNotContain(_folder.Path, reading.Fault.Message);
    }

    [Fact]
    public async Task Many_threads_format_and_agree_on_the_columns()
    {
        await using var writer = await OpenAsync();

        var rows = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Format(writer, $$"""{"a":{{i}},"b":1}"""))));

        await writer.AppendAsync(Encoding.UTF8.GetBytes(string.Concat(rows)), Cancel);
        await writer.CompleteAsync(Cancel);
        Assert.Equal(101, Read().Count(c => c == '\n'));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Format(IRowWriter writer, string record)
    {
        using var into = new PooledBuffer(1_000_000);
        writer.Format(JsonDocument.Parse(record).RootElement, into);
        return Encoding.UTF8.GetString(into.Span);
    }

    private static Task<string> AppendAsync(IRowWriter writer, params string[] records) =>
        writer.AppendAsync(Encoding.UTF8.GetBytes(string.Concat(records.Select(r => Format(writer, r)))), Cancel);

    private static ConnectionSnapshot Connection(string folder) => new()
    {
        Name = "Files",
        Application = Application,
        Settings = new Dictionary<string, JsonElement> { ["folder"] = JsonSerializer.SerializeToElement(folder) },
        Secrets = new Dictionary<string, Secret>(),
    };

    private static RowTarget Target(string run, string step, int? retry) => new(
        new RunId(run), step, new Variables("1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z", run), retry);

    private IRowDestination Destination(
        string name, string? columns, string format, IReadOnlyList<string>? mapped, string whenEmpty = "write") =>
        (IRowDestination)_adaptor.OpenDestination(new DestinationSpec(Application, Write, new Import
        {
            Id = new ImportId("imp_1"),
            Name = "I",
            Connection = new ConnectionId("conn_1"),
            Operation = "files.write",
            Parameters = JsonSerializer.SerializeToElement(new { name, columns, format, whenEmpty }),
        }, mapped));

    private string Problem(string name, string? columns = null, IReadOnlyList<string>? mapped = null) =>
        Assert.Single(Assert.Throws<RefusalException>(() => Destination(name, columns, "csv", mapped)).Problems).Field;

    private Task<IRowWriter> OpenAsync(
        string name = "tickets.csv",
        string run = "run_1",
        string step = "write",
        int? retry = null,
        string? state = null,
        string? columns = null,
        string format = "csv",
        string whenEmpty = "write") =>
        Destination(name, columns, format, null, whenEmpty).OpenAsync(Connection("out"), Target(run, step, retry), state, Cancel);

    private async Task RunAsync(string run, string record)
    {
        await using var writer = await OpenAsync(run: run);
        await AppendAsync(writer, record);
        await writer.CompleteAsync(Cancel);
    }

    private async Task<TestReading> TestAsync(string folder)
    {
        var connection = Connection(folder);
        using var call = _adaptor.PrepareTest(connection);
        using var answer = await _adaptor.SendAsync(connection, call, Cancel);
        return _adaptor.ReadTest(connection, answer);
    }

    private IEnumerable<string> Files() => Directory.GetFiles(_folder["root/out"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private string Read(string name = "tickets.csv") => File.ReadAllText(_folder[$"root/out/{name}"]);
}
