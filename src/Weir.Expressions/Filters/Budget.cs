using System.Text.Json;

namespace Weir.Expressions.Filters;

/// <summary>
/// What one evaluation may still spend. A mutable struct that is handed on by reference: it costs nothing.
/// </summary>
internal struct Budget
{
    public const string Code = "filter";

    private const int NamesPerStep = 4;
    private const int CharsPerStep = 8;

    private int _stepsLeft;

    public static Budget Full => new() { _stepsLeft = FilterLimits.EvaluationStepsMax };

    public void Spend(long steps = 1)
    {
        if (steps > _stepsLeft)
        {
            throw Exceeded("needs", FilterLimits.EvaluationStepsMax, "steps");
        }

        _stepsLeft -= (int)steps;
    }

    /// <summary>Pays for reading or copying a text.</summary>
    public void SpendText(long chars) => Spend(chars / CharsPerStep);

    /// <summary>Pays for finding one child, which is a walk over the others.</summary>
    public void SpendLookup(JsonElement parent) => Spend(1 + (parent.ValueKind switch
    {
        JsonValueKind.Object => parent.GetPropertyCount(),
        JsonValueKind.Array => parent.GetArrayLength(),
        _ => 0,
    } / NamesPerStep));

    public static EvaluationException Exceeded(string verb, int most, string unit) =>
        new(Code, $"The filter {verb} more than {most} {unit} on this record.");
}
