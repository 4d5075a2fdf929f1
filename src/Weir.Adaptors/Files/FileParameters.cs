using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>What the parameters of every operation on files must be like.</summary>
internal static class FileParameters
{
    private static readonly string[] Visible = ["lastRun", "thisRun", "run"];

    /// <param name="operation">The operation.</param>
    /// <param name="given">Its parameters.</param>
    /// <param name="why">Why the name sees no record.</param>
    /// <param name="problems">Where what is wrong goes.</param>
    public static void Check(OperationDefinition operation, JsonElement given, string why, Problems problems)
    {
        CheckName(given.Member("name"), why, problems);
        foreach (var select in operation.Parameters.Where(p => p.Options.Count > 0))
        {
            if (given.Member(select.Name).ScalarText()?.Contains("{{", StringComparison.Ordinal) == true)
            {
                problems.Add(
                    $"parameters.{select.Name}",
                    $"'{select.Label}' must be {string.Join(" or ", select.Options.Select(o => o.Value))}, without an expression.");
            }
        }
    }

    private static void CheckName(JsonElement name, string why, Problems problems)
    {
        if (name.ScalarText() is not { Length: > 0 } text)
        {
            return;
        }

        if (FileNames.Problem(text) is { } problem)
        {
            problems.Add("parameters.name", problem);
            return;
        }

        try
        {
            foreach (var seen in TemplateFields.Of(text))
            {
                if (!Visible.Contains(seen))
                {
                    problems.Add("parameters.name", $"A file's name can hold {string.Join(", ", Visible)}, but not '{seen}': {why}.");
                }
            }
        }
        catch (ExpressionException)
        {
            // Noted where the parameters are read.
        }
    }
}
