using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Filters;

namespace Weir.Tests.Expressions.Filters;

public sealed class ComplianceTests
{
    [Fact]
    public void Every_case_of_the_public_suite_of_jsonlogic_com_passes()
    {
        var cases = Cases("jsonlogic/compatible.json");

        Check(cases);
        Assert.Equal(278, cases.Count);
    }

    /// <summary>
    /// The ten cases left out hold <c>throw</c>, which jsonlogic.com does not have, in a branch that is not taken.
    /// Weir refuses an operation that it does not know wherever it stands, so that a typing error is found at once.
    /// </summary>
    [Fact]
    public void Every_case_that_implementations_agree_on_passes_if_its_operations_exist()
    {
        var cases = Cases("jsonlogic/agreed.json");
        var unknown = cases
            .Where(c => c.GetProperty("rule").GetRawText().Contains("\"throw\"", StringComparison.Ordinal))
            .ToList();

        Check(cases.Except(unknown).ToList());
        Assert.Equal(388, cases.Count);
        Assert.Equal(10, unknown.Count);
        Assert.All(unknown, c => Assert.Throws<ExpressionException>(() => Filter.Parse(c.GetProperty("rule"))));
    }

    private static List<JsonElement> Cases(string file) =>
        [.. PublicSuite.Read(file).EnumerateArray().Where(c => c.ValueKind is JsonValueKind.Object)];

    private static void Check(List<JsonElement> cases)
    {
        var failures = cases.Select(Failure).Where(f => f is not null).ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string? Failure(JsonElement test)
    {
        var rule = test.GetProperty("rule");
        var data = test.TryGetProperty("data", out var given) ? given : Json.Of("null");
        var expected = test.GetProperty("result");
        try
        {
            var actual = JsonElement.Parse(rule.Evaluated(data));
            return JsonElement.DeepEquals(expected, actual) ? null : $"{rule} of {data} gave {actual}, not {expected}";
        }
        catch (ExpressionException e)
        {
            return $"{rule} was refused: {e.Message}";
        }
    }
}
