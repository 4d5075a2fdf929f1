namespace Weir.Tests.Expressions.Mappings;

public sealed class ConversionTests
{
    [Theory]
    [InlineData("string", "\"a\\u00e9\"", "\"a\\u00e9\"")]
    [InlineData("string", "1.50", "\"1.50\"")]
    [InlineData("string", "12345678901234567890", "\"12345678901234567890\"")]
    [InlineData("string", "true", "\"true\"")]
    [InlineData("string", "null", "null")]
    [InlineData("number", "1.50", "1.50")]
    [InlineData("number", "\"1.50\"", "1.50")]
    [InlineData("number", "\"-0.5e-3\"", "-0.5e-3")]
    [InlineData("number", "\"12345678901234567890.123\"", "12345678901234567890.123")]
    [InlineData("integer", "5", "5")]
    [InlineData("integer", "\"5\"", "5")]
    [InlineData("integer", "5.0", "5")]
    [InlineData("integer", "\"5.00\"", "5")]
    [InlineData("integer", "1e3", "1000")]
    [InlineData("integer", "1.25e2", "125")]
    [InlineData("integer", "-12345678901234567890123", "-12345678901234567890123")]
    [InlineData("boolean", "true", "true")]
    [InlineData("boolean", "false", "false")]
    [InlineData("boolean", "\"true\"", "true")]
    [InlineData("boolean", "\"false\"", "false")]
    [InlineData("boolean", "1", "true")]
    [InlineData("boolean", "0", "false")]
    [InlineData("datetime", "\"2024-02-29T12:34:56Z\"", "\"2024-02-29T12:34:56Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:56+02:00\"", "\"2024-02-29T10:34:56Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:56-0530\"", "\"2024-02-29T18:04:56Z\"")]
    [InlineData("datetime", "\"2024-02-29 12:34:56.123456 +00:00\"", "\"2024-02-29T12:34:56.123456Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:56.1234567\"", "\"2024-02-29T12:34:56.1234567Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:56.100000000Z\"", "\"2024-02-29T12:34:56.1Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34\"", "\"2024-02-29T12:34:00Z\"")]
    [InlineData("datetime", "\"2024-02-29\"", "\"2024-02-29T00:00:00Z\"")]
    [InlineData("datetime", "\"2024-01-01T00:30:00+01\"", "\"2023-12-31T23:30:00Z\"")]
    public void A_value_becomes_the_type_where_nothing_is_lost(string type, string value, string expected) =>
        Assert.Equal($$"""{"x":{{expected}}}""", Mapped.Field($"\"@type\":\"{type}\"", value));

    [Theory]
    [InlineData("string", "{}")]
    [InlineData("string", "[1]")]
    [InlineData("number", "\"\"")]
    [InlineData("number", "\" 5\"")]
    [InlineData("number", "\"+5\"")]
    [InlineData("number", "\"007\"")]
    [InlineData("number", "\".5\"")]
    [InlineData("number", "\"5.\"")]
    [InlineData("number", "\"1,000\"")]
    [InlineData("number", "\"0x10\"")]
    [InlineData("number", "\"NaN\"")]
    [InlineData("number", "\"١\"")]
    [InlineData("number", "true")]
    [InlineData("number", "[]")]
    [InlineData("integer", "\"12.5\"")]
    [InlineData("integer", "12.5")]
    [InlineData("integer", "1e-3")]
    [InlineData("integer", "1e999")]
    [InlineData("integer", "\"\"")]
    [InlineData("integer", "\"abc\"")]
    [InlineData("integer", "true")]
    [InlineData("boolean", "2")]
    [InlineData("boolean", "\"1\"")]
    [InlineData("boolean", "\"TRUE\"")]
    [InlineData("boolean", "\"\"")]
    [InlineData("boolean", "{}")]
    [InlineData("datetime", "\"\"")]
    [InlineData("datetime", "\"yesterday\"")]
    [InlineData("datetime", "\"2024-02-30\"")]
    [InlineData("datetime", "\"2023-02-29T00:00:00Z\"")]
    [InlineData("datetime", "\"2024-02-29T24:00:00Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:60Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:56.12345678Z\"")]
    [InlineData("datetime", "\"2024-02-29T12:34:56Zx\"")]
    [InlineData("datetime", "\"29/02/2024\"")]
    [InlineData("datetime", "\"0001-01-01T00:00:00+01:00\"")]
    [InlineData("datetime", "\"9999-12-31T23:59:59-01:00\"")]
    [InlineData("datetime", "1709209696")]
    [InlineData("string", "\"\\ud800\"", false)]
    [InlineData("datetime", "\"\\ud800\"")]
    [InlineData("number", "\"\\ud800\"")]
    public void A_value_that_would_lose_something_is_the_fields_error(string type, string value, bool fails = true)
    {
        var (mapping, record) = ($$"""{"a":{"x":{"@from":"$.v","@type":"{{type}}"} } }""", $$"""{"v":{{value}}}""");
        if (fails)
        {
            Assert.Equal("a.x", Mapped.Fails(mapping, record).Field);
        }
        else
        {
            // A text is handed on as it stands, escapes and all.
            Assert.Equal($$$"""{"a":{"x":{{{value}}}}}""", Mapped.Of(mapping, record));
        }
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2024-02-29")]
    [InlineData("dd/MM/yyyy HH:mm", "29/02/2024 10:34")]
    [InlineData("yyyyMMddTHHmmssZ", "20240229T103456Z")]
    [InlineData("MMM d 'at' h tt", "Feb 29 at 10 AM")]
    [InlineData("R", "Thu, 29 Feb 2024 10:34:56 GMT")]
    public void A_format_says_how_a_date_is_written(string format, string expected) => Assert.Equal(
        $$"""{"x":"{{expected}}"}""",
        Mapped.Field($"\"@type\":\"datetime\",\"@format\":\"{format}\"", "\"2024-02-29T12:34:56+02:00\""));
}
