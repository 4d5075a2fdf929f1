using System.Text;
using System.Text.Json;
using Weir.Adaptors.Files;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.IntegrationTests.Harness;
using Weir.Model;

namespace Weir.IntegrationTests.Adaptors;

public sealed class FileReadTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FilesAdaptor _adaptor;

    public FileReadTests()
    {
        _adaptor = new FilesAdaptor(new FilesOptions { Root = _folder["root"] });
        Directory.CreateDirectory(_folder["root/in"]);
    }

    private static ApplicationDefinition Application { get; } =
        ApplicationCatalogue.Load([ApplicationCatalogue.ShippedFolder], new Dictionary<string, string>()).Find("files")!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public async Task Lines_of_JSON_are_rows_as_they_are(int pageSize)
    {
        Write("x.jsonl", "\uFEFF{ \"id\": 1.50 }\n\n  \r\n{\"id\":2}\r\n[3]\n\"four\"");

        Assert.Equal(["""{ "id": 1.50 }""", """{"id":2}""", "[3]", "\"four\""], await ReadAsync("x.jsonl", "jsonl", pageSize));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public async Task Rows_of_CSV_are_objects_with_the_names_of_the_first_line(int pageSize)
    {
        Write("x.csv", "\uFEFFid,\"first name\",note\r\n1,Ann,\"two\r\nlines, and \"\"quotes\"\"\"\n\n2,\"\",\n3,é,007");

        Assert.Equal(
            [
                """{"id":"1","first name":"Ann","note":"two\r\nlines, and \"quotes\""}""",
                """{"id":"2","first name":"","note":null}""",
                """{"id":"3","first name":"é","note":"007"}""",
            ],
            await ReadAsync("x.csv", "csv", pageSize));
    }

    [Theory]
    [InlineData("semicolon", "a;b\n1,5;x")]
    [InlineData("tab", "a\tb\n1,5\tx")]
    public async Task Another_separator_can_be_chosen(string separator, string content)
    {
        Write("x.csv", content);

        Assert.Equal(["""{"a":"1,5","b":"x"}"""], await ReadAsync("x.csv", "csv", 500, separator));
    }

    [Theory]
    [InlineData("jsonl", "")]
    [InlineData("csv", "")]
    [InlineData("csv", "id,name\n")]
    [InlineData("csv", "\n\n")]
    public async Task A_file_without_rows_gives_none(string format, string content)
    {
        Write("x", content);

        Assert.Empty(await ReadAsync("x", format));
    }

    [Fact]
    public async Task Rows_longer_than_a_page_of_memory_come_whole()
    {
        var rows = Enumerable.Range(0, 40).Select(n => $$"""{"id":{{n}},"text":"{{new string((char)('a' + (n % 26)), n * 20_000)}}"}""").ToList();
        Write("x.jsonl", string.Join('\n', rows));

        Assert.Equal(rows, await ReadAsync("x.jsonl", "jsonl"));
    }

    [Fact]
    public async Task What_is_appended_while_it_is_read_is_read_too_and_another_file_is_not()
    {
        Write("x.jsonl", "1\n2\n3\n");
        var source = Open("x.jsonl", "jsonl", 2);
        var first = await PageAsync(source, "");
        Assert.Equal(["1", "2"], first.Rows);

        Write("x.jsonl", "1\n2\n3\n4\n");
        Assert.Equal(["3", "4"], (await PageAsync(Open("x.jsonl", "jsonl", 2), first.Next!)).Rows);

        Write("x.jsonl", "7\n8\n9\n");
        Assert.Equal(
            ("unexpected_answer", "x.jsonl has become another file since its first 2 lines were read: run the flow again."),
            await FaultAsync(source, first.Next!));
        Write("x.jsonl", "1");
        Assert.Equal("unexpected_answer", (await FaultAsync(source, first.Next!)).Code);
    }

    [Theory]
    [InlineData("jsonl", "{\"id\":1}\n{\"id\":}\n", "x, line 2: it is not JSON from its character 7 on.")]
    [InlineData("jsonl", "{} {}", "x, line 1: it is not JSON from its character 4 on.")]
    [InlineData("jsonl", "{\"id\":1", "x, line 1: it is not JSON from its character 8 on.")]
    [InlineData("csv", "a,b\n1\n", "x, line 2: it has 1 value, and the first line names 2 columns.")]
    [InlineData("csv", "a,b\n\"1\n\",2,3\n", "x, line 2: it has 3 values, and the first line names 2 columns.")]
    [InlineData("csv", "a,b\n1,2\n\"3,4\n", "x, line 3: a quote that opens there is never closed.")]
    [InlineData("csv", "a,a\n", "x, line 1: the column 'a' stands twice.")]
    [InlineData("csv", "\na,,c\n", "x, line 2: column 2 has no name. The first line names the columns.")]
    [InlineData("csv", "a\n5\" pipe\"\n", "x, line 2: a quote stands inside of a value that does not begin with one.")]
    public async Task What_is_wrong_is_told_with_its_line(string format, string content, string message)
    {
        Write("x", content);

        Assert.Equal(("unexpected_answer", message), await FaultAsync(Open("x", format), ""));
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task Another_encoding_is_told(string format)
    {
        await File.WriteAllBytesAsync(_folder["root/in/x"], Encoding.Latin1.GetBytes("\"é\""), Cancel);

        Assert.Equal("x, line 1: it holds what is no UTF-8: save the file as UTF-8.", (await FaultAsync(Open("x", format), "")).Message);
    }

    [Fact]
    public async Task A_row_without_an_end_has_a_bound()
    {
        Write("x.jsonl", new string(' ', 40 * 1024 * 1024));

        Assert.Equal("x.jsonl, line 1: the row is longer than 16 MiB.", (await FaultAsync(Open("x.jsonl", "jsonl"), "")).Message);
    }

    [Fact]
    public async Task What_is_no_file_here_is_told_and_no_link_leads_out()
    {
        Directory.CreateDirectory(_folder["root/in/folder"]);
        File.WriteAllText(_folder["secret"], "1");
        File.CreateSymbolicLink(_folder["root/in/link"], _folder["secret"]);

        Assert.Equal(("not_found", "There is no none.csv in the folder."), await FaultAsync(Open("none.csv"), ""));
        Assert.Equal("forbidden", (await FaultAsync(Open("folder"), "")).Code);
        Assert.Equal("forbidden", (await FaultAsync(Open("link"), "")).Code);
    }

    [Theory]
    [InlineData("sub/x.csv", "csv", "parameters.name")]
    [InlineData("{{id}}.csv", "csv", "parameters.name")]
    [InlineData("", "csv", "parameters.name")]
    [InlineData("x", "{{run}}", "parameters.format")]
    [InlineData("x", "xml", "parameters.format")]
    public void What_cannot_be_read_is_refused(string name, string format, string field) =>
        Assert.Equal(field, Assert.Single(Assert.Throws<RefusalException>(() => Open(name, format)).Problems).Field);

    [Fact]
    public async Task The_name_holds_the_runs_time()
    {
        Write("x-2026-01-01T00-00-00Z.csv", "a\n1\n");

        Assert.Equal(["""{"a":"1"}"""], await ReadAsync("x-{{thisRun}}.csv", "csv"));
    }

    private void Write(string name, string content) => File.WriteAllText(_folder[$"root/in/{name}"], content);

    private IPageSource Open(string name, string format = "csv", int? pageSize = null, string separator = "comma") => _adaptor.OpenSource(
        new SourceSpec(Application, Application.Operations["files.read"], new Export
        {
            Id = new ExportId("exp_1"),
            Name = "E",
            Connection = new ConnectionId("conn_1"),
            Parameters = JsonSerializer.SerializeToElement(new { name, format, separator }),
            PageSize = pageSize,
        }));

    private async Task<List<string>> ReadAsync(string name, string format, int? pageSize = null, string separator = "comma")
    {
        var source = Open(name, format, pageSize, separator);
        List<string> rows = [];
        for (string? state = source.First; state is not null;)
        {
            (var page, state) = await PageAsync(source, state);
            Assert.True(page.Count <= (pageSize ?? 500));
            rows.AddRange(page);
        }

        return rows;
    }

    private async Task<(List<string> Rows, string? Next)> PageAsync(IPageSource source, string state)
    {
        using var answer = await SendAsync(source, state);
        Assert.Null(answer.Fault);
        var reading = source.Read(state, answer);
        using var page = reading.Page!;
        return ([.. page.Records.Select(r => r.GetRawText())], reading.Next);
    }

    private async Task<(string Code, string Message)> FaultAsync(IPageSource source, string state)
    {
        using var answer = await SendAsync(source, state);
        return (answer.Fault!.Code, answer.Fault.Message);
    }

    private async Task<Answer> SendAsync(IPageSource source, string state)
    {
        using var call = source.Prepare(state, new Variables("1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "run_1"));
        return await _adaptor.SendAsync(Connection, call, Cancel);
    }

    private static ConnectionSnapshot Connection { get; } = new()
    {
        Name = "In",
        Application = Application,
        Settings = new Dictionary<string, JsonElement> { ["folder"] = JsonSerializer.SerializeToElement("in") },
        Secrets = new Dictionary<string, Secret>(),
    };
}
