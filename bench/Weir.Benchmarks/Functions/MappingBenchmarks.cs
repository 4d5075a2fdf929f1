using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Weir.Expressions;
using Weir.Expressions.Mappings;

namespace Weir.Benchmarks.Functions;

/// <summary>A page of a hundred tickets through a mapping of fifteen fields, without and with parsing the page.</summary>
[MemoryDiagnoser]
public class MappingBenchmarks : IDisposable
{
    private const string Document = """
        {
          "id": "$.id",
          "reference": "ticket-{{id}}",
          "subject": "{{trim subject}}",
          "status": { "@from": "$.status", "@lookup": "status", "@default": "0" },
          "priority": { "@from": "$.priority", "@default": "normal" },
          "channel": "$.channel",
          "customerId": "$.customer.id",
          "customerEmail": "$.customer.email",
          "customerName": "{{customer.firstname}} {{customer.lastname}}",
          "assignee": "$.assignee_user.email",
          "tags": "$.tags[*].name",
          "messages": { "@from": "$.messages_count", "@type": "integer" },
          "isUnread": { "@from": "$.is_unread", "@type": "boolean" },
          "createdAt": { "@from": "$.created_datetime", "@type": "datetime" },
          "updatedAt": { "@from": "$.updated_datetime", "@type": "datetime" }
        }
        """;

    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private byte[] _page = [];
    private JsonDocument _parsed = JsonDocument.Parse("{}");
    private Mapping? _mapping;

    [GlobalSetup]
    public void SetUp()
    {
        _page = TicketPage.Read();
        _parsed = JsonDocument.Parse(_page);
        using var mapping = JsonDocument.Parse(Document);
        using var lookups = JsonDocument.Parse("""{ "status": { "open": "1", "closed": "2" } }""");
        _mapping = Mapping.Parse(mapping.RootElement, lookups.RootElement);
    }

    [Benchmark]
    public int MapPage() => Map(_parsed);

    [Benchmark]
    public int ParseAndMapPage()
    {
        using var page = JsonDocument.Parse(_page);
        return Map(page);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _parsed.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Map(JsonDocument page)
    {
        _output.ResetWrittenCount();
        foreach (var ticket in page.RootElement.GetProperty("data"u8).EnumerateArray())
        {
            _mapping!.Write(ticket, Variables.None, _output);
        }

        return _output.WrittenCount;
    }
}
