using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Paths;

namespace Weir.Tests.Expressions.Paths;

public sealed class ComplianceTests
{
    [Fact]
    public void Every_case_of_the_public_suite_of_RFC_9535_passes()
    {
        var cases = PublicSuite.Read("jsonpath/cts.json").GetProperty("tests").EnumerateArray().ToList();
        var failures = cases.Select(Failure).Where(f => f is not null).ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(703, cases.Count);
    }

    private static string? Failure(JsonElement test)
    {
        var name = test.GetProperty("name").GetString();
        var selector = test.GetProperty("selector").GetString()!;
        var isInvalid = test.TryGetProperty("invalid_selector", out var invalid) && invalid.GetBoolean();
        JsonPath path;
        try
        {
            path = JsonPath.Parse(selector);
        }
        catch (ExpressionException e)
        {
            return isInvalid ? null : $"{name}: {selector} was refused: {e.Message}";
        }

        if (isInvalid)
        {
            return $"{name}: {selector} was not refused";
        }

        var document = test.GetProperty("document");
        var values = new List<JsonElement>();
        path.Select(document, values);
        var actual = JsonElement.Parse(Json.Text(values));
        var isRight = test.TryGetProperty("result", out var expected)
            ? JsonElement.DeepEquals(expected, actual)
            : test.GetProperty("results").EnumerateArray().Any(r => JsonElement.DeepEquals(r, actual));
        var first = path.TryGet(document, out var value);
        var isFirstRight = first == values.Count > 0 && (!first || JsonElement.DeepEquals(value, values[0]));
        return isRight && isFirstRight ? null : $"{name}: {selector} gave {actual}";
    }
}
