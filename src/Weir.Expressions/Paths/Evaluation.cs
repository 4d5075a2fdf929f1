using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>
/// What one evaluation of a path may still spend. Nested queries of its filters spend from the same purse.
/// </summary>
/// <param name="root">The document that <c>$</c> stands for.</param>
/// <param name="code">The code of the error when a bound is exceeded.</param>
internal sealed class Evaluation(JsonElement root, string code)
{
    private int _stepsLeft = PathLimits.EvaluationStepsMax;
    private int _depth;

    public JsonElement Root => root;

    public string Code => code;

    /// <summary>Pays for work, or refuses it.</summary>
    public void Spend(long steps)
    {
        if (steps > _stepsLeft)
        {
            throw new EvaluationException(
                code, $"The path needs more than {PathLimits.EvaluationStepsMax} steps on this record.");
        }

        _stepsLeft -= (int)steps;
    }

    /// <summary>Pays for finding one member of an object, which is a walk over its names.</summary>
    public void SpendLookup(JsonElement element)
    {
        const int NamesPerStep = 4;
        var size = element.ValueKind switch
        {
            JsonValueKind.Object => element.GetPropertyCount(),
            JsonValueKind.Array => element.GetArrayLength(),
            _ => 0,
        };
        Spend(1 + (size / NamesPerStep));
    }

    /// <summary>A text of the document. Paid for by its length before it is copied out.</summary>
    public string Text(JsonElement element)
    {
        const int BytesPerStep = 16;
        Spend(1 + (JsonMarshal.GetRawUtf8Value(element).Length / BytesPerStep));
        return JsonText.Get(element, code);
    }

    public void Enter()
    {
        Spend(1);
        if (++_depth > PathLimits.DepthLevelsMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationException(
                code, $"The path goes more than {PathLimits.DepthLevelsMax} levels deep on this record.");
        }
    }

    public void Leave() => _depth--;
}
