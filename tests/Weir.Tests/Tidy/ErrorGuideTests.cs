using System.Text;
using Weir.Model;

namespace Weir.Tests.Tidy;

/// <summary>The registry of codes is the only description; the guide is made from it.</summary>
public sealed class ErrorGuideTests
{
    private const string Guide = "docs/errors.md";

    [Fact]
    public void The_guide_lists_every_code_as_the_registry_says() => Snapshot.MustBe(Guide, Write());

    [Fact]
    public void Every_code_has_its_entry() => Repository.MustBeEmpty(
        from constant in typeof(ErrorCodes).GetFields()
        where constant.IsLiteral
        let code = (string)constant.GetRawConstantValue()!
        where !ErrorCodes.All.ContainsKey(code)
        select $"{nameof(ErrorCodes)}.{constant.Name} has no entry in {nameof(ErrorCodes.All)}: give it status, title and remedy.");

    private static string Write()
    {
        var text = new StringBuilder(
            """
            # Error codes

            A code says what went wrong and never changes its meaning. It stands in `code` of the API's problem details, in the
            errors of a flow, and where a run or a connection test failed. The status is the API's own when it answers with the code.

            <!-- Made from src/Weir.Model/Faults/ErrorCodes.cs: ./test writes it again when the registry has changed. -->

            | code | status | what happened | what to do |
            |---|---|---|---|

            """);
        foreach (var code in ErrorCodes.All.Values.OrderBy(code => code.Code, StringComparer.Ordinal))
        {
            text.Append($"| `{code.Code}` | {code.Status} | {Cell(code.Title)} | {Cell(code.Remedy)} |\n");
        }

        return text.ToString();
    }

    private static string Cell(string words) => words.Replace("|", "\\|", StringComparison.Ordinal);
}
