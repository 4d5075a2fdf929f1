using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors;

/// <summary>Collects what is wrong with a document, so that a person sees all of it at once.</summary>
internal sealed class Problems
{
    private readonly List<Problem> _problems = [];

    public void Add(string field, string message, string code = ErrorCodes.Validation, int? position = null) =>
        _problems.Add(new Problem(field, code, message, position));

    /// <summary>What <paramref name="parse"/> gives; the problem is noted and null comes back when it is no expression.</summary>
    public T? Parse<T>(string field, string text, Func<string, T> parse)
        where T : class
    {
        try
        {
            return parse(text);
        }
        catch (ExpressionException e)
        {
            Add(field, e.Message, ErrorCodes.Expression, e.Position);
            return null;
        }
    }

    /// <summary>Names every member of an object that is not among <paramref name="known"/>.</summary>
    public void RefuseUnknown(string field, JsonElement document, params ReadOnlySpan<string> known)
    {
        foreach (var member in document.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Add($"{field}.{member.Name}", $"There is no field '{member.Name}' here.", ErrorCodes.UnknownField);
            }
        }
    }

    /// <summary>Throws a <see cref="RefusalException"/> when anything was noted.</summary>
    public void Throw()
    {
        if (_problems.Count > 0)
        {
            throw RefusalException.Invalid(_problems);
        }
    }
}
