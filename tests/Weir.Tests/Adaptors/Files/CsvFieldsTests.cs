using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Adaptors.Files;
using Weir.Model;

namespace Weir.Tests.Adaptors.Files;

public sealed class CsvFieldsTests
{
    [Theory]
    [InlineData("a,b", "a", "b")]
    [InlineData("a", "a")]
    [InlineData("a,", "a", null)]
    [InlineData(",", null, null)]
    [InlineData("\"\",", "", null)]
    [InlineData("\"a,b\",\"say \"\"hi\"\"\"", "a,b", "say \"hi\"")]
    [InlineData("\"1\n2\", x ", "1\n2", " x ")]
    [InlineData("\"\"\"\"", "\"")]
    [InlineData("é,😀", "é", "😀")]
    [InlineData("a;b", "a;b")]
    public void A_row_is_its_values(string row, params string?[] values) => Assert.Equal(values, Read(row));

    [Fact]
    public void Another_separator_leaves_commas_alone() => Assert.Equal(["1,5", "x"], Read("1,5;x", ';'));

    [Theory]
    [InlineData("\"a\"b,c", "something stands behind the closing quote of value 1.")]
    [InlineData("5\" pipe", "a quote stands inside of a value that does not begin with one.")]
    public void What_is_no_row_is_told_with_its_line(string row, string what) =>
        Assert.Equal($"line 7: {what}", Assert.Throws<FileContentException>(() => Read(row)).Message);

    [Fact]
    public void What_was_written_is_read_again() => Prop.ForAll<NonNull<string>[]>(texts =>
    {
        // Half of a character is no text of JSON.
        var values = texts.Select(t => new string([.. t.Get.Where(c => !char.IsSurrogate(c))])).Append("end").ToArray();
        var columns = values.Select((_, i) => $"c{i}").ToArray();
        var record = JsonSerializer.SerializeToElement(values.Index().ToDictionary(v => $"c{v.Index}", v => v.Item));
        using var row = new PooledBuffer(1_000_000);
        new Csv(columns).Write(record, row);

        Assert.Equal(values, Read(Encoding.UTF8.GetString(row.Span[..^1])));
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    private static List<string?> Read(string row, char separator = ',')
    {
        List<string?> values = ["left over"];
        CsvFields.Read(Encoding.UTF8.GetBytes(row), (byte)separator, 7, values);
        return values;
    }
}
