using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;

namespace Weir.Benchmarks.Functions;

/// <summary>Each language over a page of a hundred tickets; what was parsed once is used a hundred times, as in a run.</summary>
[MemoryDiagnoser]
public class ExpressionBenchmarks : IDisposable
{
    private const string Rule =
        """{"and":[{"==":[{"var":"status"},"open"]},{">":[{"var":"messages_count"},1]},{"in":["a",{"var":"customer.email"}]}]}""";

    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly List<JsonElement> _selected = [];
    private readonly JsonPath _member = JsonPath.Parse("$.customer.email");
    private readonly JsonPath _descendant = JsonPath.Parse("$..email");
    private readonly JsonPath _selection = JsonPath.Parse("$.tags[?@.name != 'vip'].name");
    private readonly Template _text = Template.Parse("{{customer.firstname}} {{uppercase customer.lastname}}: {{subject}}");
    private readonly Template _json = Template.Parse("""{"id":{{id}},"subject":"{{subject}}","tags":{{json tags}} }""", Place.Json);
    private JsonDocument _page = JsonDocument.Parse("{}");
    private Filter? _filter;

    [GlobalSetup]
    public void SetUp()
    {
        _page = JsonDocument.Parse(TicketPage.Read());
        using var rule = JsonDocument.Parse(Rule);
        _filter = Filter.Parse(rule.RootElement);
    }

    [Benchmark]
    public int PathOfAMember() => Each(ticket => _member.TryGet(ticket, out _) ? 1 : 0);

    [Benchmark]
    public int PathOfDescendants() => Each(ticket => Select(_descendant, ticket));

    [Benchmark]
    public int PathWithAFilter() => Each(ticket => Select(_selection, ticket));

    [Benchmark]
    public int FilterOfThreeRules() => Each(ticket => _filter!.Test(ticket) ? 1 : 0);

    [Benchmark]
    public int TemplateAsText() => Each(ticket => Render(_text, ticket));

    [Benchmark]
    public int TemplateAsJson() => Each(ticket => Render(_json, ticket));

    [GlobalCleanup]
    public void Dispose()
    {
        _page.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Each(Func<JsonElement, int> work)
    {
        var sum = 0;
        foreach (var ticket in _page.RootElement.GetProperty("data"u8).EnumerateArray())
        {
            sum += work(ticket);
        }

        return sum;
    }

    private int Select(JsonPath path, JsonElement ticket)
    {
        _selected.Clear();
        path.Select(ticket, _selected);
        return _selected.Count;
    }

    private int Render(Template template, JsonElement ticket)
    {
        _output.ResetWrittenCount();
        template.Render(ticket, Variables.None, _output);
        return _output.WrittenCount;
    }
}
