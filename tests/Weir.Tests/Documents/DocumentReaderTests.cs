using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("25", 25)]
    [InlineData("null", 10)]
    public void A_whole_number_in_range_is_taken(string json, int expected)
    {
        var reader = Read($$"""{"level":{{json}}}""");

        Assert.Equal(expected, reader.Int("level", 1, 25, 10));
        reader.Finish();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("26")]
    [InlineData("-1")]
    [InlineData("\"5\"")]
    [InlineData("5.5")]
    [InlineData("5.0")]
    [InlineData("1e1")]
    [InlineData("99999999999999999999")]
    [InlineData("true")]
    [InlineData("[5]")]
    [InlineData("{}")]
    public void Anything_else_is_refused_and_never_changed(string json) =>
        Told($$"""{"level":{{json}}}""", r => r.Int("level", 1, 25, 10), "level", ErrorCodes.Validation);

    [Theory]
    [InlineData("{}", ErrorCodes.Required)]
    [InlineData("""{"name":null}""", ErrorCodes.Required)]
    [InlineData("""{"name":""}""", ErrorCodes.Validation)]
    [InlineData("""{"name":"  \t "}""", ErrorCodes.Validation)]
    [InlineData("""{"name":5}""", ErrorCodes.Validation)]
    [InlineData("""{"name":"a\u0007b"}""", ErrorCodes.Validation)]
    public void A_name_is_needed_and_is_text_without_control_characters(string body, string code) =>
        Told(body, r => r.Name(), "name", code);

    [Fact]
    public void A_name_is_trimmed_and_has_at_most_a_hundred_characters()
    {
        var longest = string.Concat(Enumerable.Repeat("🐟", 100));

        Assert.Equal("Weir", Read("""{"name":" Weir\n"}""").Name());
        Assert.Equal(longest, Read($$"""{"name":"{{longest}}"}""").Name());
        Told($$"""{"name":"{{longest}}x"}""", r => r.Name(), "name", ErrorCodes.Validation);
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_path()
    {
        var reader = Read("""{"steps":[{"id":"a"},{"id":5,"bogus":1,"branch":{"mode":"some"}},"x"],"other":true,"gone":null}""");
        foreach (var step in reader.Array("steps", 100))
        {
            step.OptionalString("id");
            step.Object("branch")?.Choice("mode", "first", "all");
        }

        var refused = Assert.Throws<RefusalException>(reader.Finish);

        Assert.Equal(
            ["steps[2]", "steps[1].id", "steps[1].branch.mode", "other", "gone", "steps[1].bogus"],
            refused.Problems.Select(p => p.Field));
        Assert.Equal(ErrorCodes.Validation, refused.Code);
        Assert.Equal(ErrorCodes.UnknownField, refused.Problems[^1].Code);
    }

    [Fact]
    public void Read_only_fields_may_come_back_as_they_were_read()
    {
        var present = Body.Parse("""{"id":"conn_1","version":3,"lastTest":{"ok":true,"at":"t"},"status":null}""");
        var reader = Read("""{"id":"conn_1","version":3,"lastTest":{"at":"t","ok":true},"status":null}""");

        reader.ReadOnly(present, "id", "version", "lastTest", "status", "createdAt");

        reader.Finish();
    }

    [Theory]
    [InlineData("""{"id":"conn_2"}""", "id")]
    [InlineData("""{"id":null}""", "id")]
    [InlineData("""{"lastTest":{"ok":false}}""", "lastTest")]
    [InlineData("""{"createdAt":"2026-01-01"}""", "createdAt")]
    public void Changed_read_only_fields_are_refused(string body, string field)
    {
        var present = Body.Parse("""{"id":"conn_1","lastTest":{"ok":true}}""");

        Told(body, r => r.ReadOnly(present, "id", "lastTest", "createdAt"), field, ErrorCodes.ReadOnly);
    }

    [Fact]
    public void A_new_resource_takes_no_read_only_fields() =>
        Told("""{"status":"online"}""", r => r.ReadOnly(default, "status"), "status", ErrorCodes.ReadOnly);

    [Theory]
    [InlineData("\"conn_1\"", true)]
    [InlineData("\"flow_1\"", false)]
    [InlineData("5", false)]
    public void A_reference_has_its_kind(string json, bool good)
    {
        var reader = Read($$"""{"connection":{{json}}}""");

        Assert.Equal(good, reader.RequiredId<ConnectionId>("connection") is not null);
        Assert.Equal(good, reader.IsGood);
    }

    [Fact]
    public void A_closed_set_is_written_in_camel_case()
    {
        Assert.Equal(PagingType.NextUrl, Read("""{"type":"nextUrl"}""").Enum("type", PagingType.None));
        Assert.Equal(PagingType.None, Read("""{"type":null}""").Enum("type", PagingType.None));
        Told("""{"type":"NextUrl"}""", r => r.Enum("type", PagingType.None), "type", ErrorCodes.Validation);
        Told("""{"type":"1"}""", r => r.Enum("type", PagingType.None), "type", ErrorCodes.Validation);
    }

    [Fact]
    public void Free_documents_come_as_they_are_and_null_is_none()
    {
        var reader = Read("""{"mapping":{"a":null,"@from":"$"},"filter":null}""");

        Assert.Equal("""{"a":null,"@from":"$"}""", reader.Free("mapping").GetRawText());
        Assert.Equal(JsonValueKind.Undefined, reader.Free("filter").ValueKind);
        Assert.Equal(JsonValueKind.Undefined, reader.Free("lookups").ValueKind);
        reader.Finish();
    }

    [Fact]
    public void Lists_are_bounded_and_hold_nothing_twice()
    {
        Told("""{"ids":["conn_1","conn_1"]}""", r => r.Ids<ConnectionId>("ids", 5), "ids[1]", ErrorCodes.Validation);
        Told("""{"ids":["conn_1","conn_2"]}""", r => r.Ids<ConnectionId>("ids", 1), "ids", ErrorCodes.Validation);
        Told("""{"ids":{}}""", r => r.Ids<ConnectionId>("ids", 1), "ids", ErrorCodes.Validation);
    }

    private static DocumentReader Read(string body) => new(Body.Parse(body));

    private static void Told(string body, Action<DocumentReader> read, string field, string code)
    {
        var reader = Read(body);
        read(reader);
        var problem = Assert.Single(Assert.Throws<RefusalException>(reader.Finish).Problems);
        Assert.Equal((field, code), (problem.Field, problem.Code));
    }
}
