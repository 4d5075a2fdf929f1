using System.Text;
using System.Text.Json;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Weir.Adaptors.Files;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Adaptors.Files;

public sealed class RowTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", "x,")]
    [InlineData("""{"b":1,"a":"x"}""", "x,1")]
    [InlineData("""{"a":null,"b":""}""", ",\"\"")]
    [InlineData("{}", ",")]
    [InlineData("""{"a":1.50,"b":12345678901234567890.0e-3}""", "1.50,12345678901234567890.0e-3")]
    [InlineData("""{"a":true,"b":false}""", "true,false")]
    [InlineData("""{"a":{"x": [1, 2]},"b":[]}""", "\"{\"\"x\"\":[1,2]}\",[]")]
    [InlineData("""{"a":"x,y","b":"say \"hi\""}""", "\"x,y\",\"say \"\"hi\"\"\"")]
    [InlineData("""{"a":"1\n2","b":"1\r\n2"}""", "\"1\n2\",\"1\r\n2\"")]
    [InlineData("""{"a":" x","b":"x\t"}""", "\" x\",\"x\t\"")]
    [InlineData("""{"a":"=1+1","b":"+x"}""", "=1+1,+x")]
    [InlineData("""{"a":"\u00e9é\ud83d\ude00","b":"@x"}""", "éé😀,@x")]
    [InlineData("""{"a":1,"a":2}""", "2,")]
    public void A_record_is_a_row_under_its_columns(string record, string row) =>
        Assert.Equal(row + "\n", Write(new Csv(["a", "b"]), record));

    [Fact]
    public void The_head_names_the_columns()
    {
        using var into = new PooledBuffer(1000);
        new Csv(["id", "a,b", ""]).WriteHead(into);

        Assert.Equal("id,\"a,b\",\"\"\n", Encoding.UTF8.GetString(into.Span));
    }

    [Fact]
    public void A_field_that_is_no_column_is_that_records_error()
    {
        using var into = new PooledBuffer(1000);
        into.Append("before"u8);

        var refused = Assert.Throws<EvaluationException>(() => new Csv(["a", "b"]).Write(Json("""{"a":"x","c":1}"""), into));

        Assert.Equal(("mapping", "c"), (refused.Code, refused.Field));
        Assert.Equal("before", Encoding.UTF8.GetString(into.Span));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("""{"a":"\ud800"}""")]
    public void What_cannot_be_a_row_is_that_records_error(string record) =>
        Assert.Equal("mapping", Assert.Throws<EvaluationException>(() => Write(new Csv(["a"]), record)).Code);

    [Fact]
    public void A_row_of_one_column_is_never_an_empty_line() => Assert.Equal("\"\"\n", Write(new Csv(["a"]), """{"a":null}"""));

    [Fact]
    public void The_first_record_gives_its_fields_as_columns() =>
        Assert.Equal(["b", "a"], Csv.Of(Json("""{"b":1,"a":2,"b":3}""")).Columns);

    [Fact]
    public void A_record_without_fields_decides_nothing() =>
        Assert.Throws<EvaluationException>(() => Csv.Of(Json("{}")));

    [Fact]
    public void Another_reader_reads_what_was_written() => Prop.ForAll<NonNull<string>[]>(texts =>
    {
        // Half of a character is no text of JSON.
        var values = texts.Select(t => new string([.. t.Get.Where(c => !char.IsSurrogate(c))])).Append("end").ToArray();
        var columns = values.Select((_, i) => $"c{i}").ToArray();
        var record = JsonSerializer.Serialize(values.Index().ToDictionary(v => $"c{v.Index}", v => v.Item));

        using var reader = CsvReader.FromText(Write(new Csv(columns), record), CsvReaderOptions.Default with { HasHeader = false, Separator = ',' });
        Assert.True(reader.Read());
        Assert.Equal(values, Enumerable.Range(0, reader.FieldCount).Select(reader.GetString));
        Assert.False(reader.Read());
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    [Theory]
    [InlineData("""{ "a" : [ 1 , 2.0 ] , "b" : " x \" y " }""", """{"a":[1,2.0],"b":" x \" y "}""")]
    [InlineData("{\n\t\"a\\\\\" : \"\\\\\" }", """{"a\\":"\\"}""")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("7", "7")]
    [InlineData("""{"a":"\u00e9\n"}""", """{"a":"\u00e9\n"}""")]
    public void A_line_of_JSON_keeps_its_values_byte_for_byte(string record, string line) =>
        Assert.Equal(line + "\n", Write(new JsonLines(), record));

    [Theory]
    [InlineData("tickets.csv", "tickets.csv")]
    [InlineData(" t 2026-01-01T10:00:00Z.csv ", "t 2026-01-01T10-00-00Z.csv")]
    [InlineData("2026/01/01.csv", "2026-01-01.csv")]
    [InlineData("..\\..\\x", null)]
    [InlineData("../../etc/passwd", null)]
    [InlineData(".hidden", null)]
    [InlineData(".", null)]
    [InlineData("..", null)]
    [InlineData("", null)]
    [InlineData("x.", null)]
    [InlineData("con.csv", null)]
    [InlineData("a\nb", "a-b")]
    public void A_rendered_name_is_a_name_of_a_file(string rendered, string? name)
    {
        if (name is null)
        {
            Assert.Equal("parameters.name", Assert.Single(Assert.Throws<RefusalException>(() => FileNames.Clean(rendered)).Problems).Field);
        }
        else
        {
            Assert.Equal(name, FileNames.Clean(rendered));
        }
    }

    [Fact]
    public void A_name_has_a_bound() => Assert.Throws<RefusalException>(() => FileNames.Clean(new string('é', 100)));

    [Theory]
    [InlineData("")]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public void A_folder_outside_the_operators_is_refused(string folder) =>
        Assert.Throws<RefusalException>(() => FilesFolder.Checked(folder));

    private static string Write(RowFormat format, string record)
    {
        using var into = new PooledBuffer(1_000_000);
        format.Write(Json(record), into);
        return Encoding.UTF8.GetString(into.Span);
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
