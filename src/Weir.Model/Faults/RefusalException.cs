using System.Text.Json;

namespace Weir.Model;

/// <summary>
/// What a client asked for is not done, and it is the client's to mend. Thrown by the services of the engine, mapped
/// to problem details in one place of the API. // Promise 9
/// </summary>
public sealed class RefusalException : Exception
{
    /// <param name="code">A code of <see cref="ErrorCodes"/>; it decides the status.</param>
    /// <param name="message">One sentence for the person who asked.</param>
    /// <param name="problems">The fields in question; may be empty.</param>
    public RefusalException(string code, string message, params IReadOnlyList<Problem> problems)
        : base(message)
    {
        Code = code;
        Problems = problems;
    }

    public string Code { get; }

    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>Further members of the answer: <c>usage</c> of what is in use, <c>test</c> of what failed its test.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>How long to wait before the same is asked again: the header <c>Retry-After</c>. Null says nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A body with problems: <c>422</c>, with the code of the first problem when all have the same one.</summary>
    public static RefusalException Invalid(params IReadOnlyList<Problem> problems)
    {
        var code = problems.All(p => p.Code == problems[0].Code) ? problems[0].Code : ErrorCodes.Validation;
        return new RefusalException(code, problems[0].Message, problems);
    }

    public static RefusalException Invalid(string field, string message, string code = ErrorCodes.Validation) =>
        Invalid(new Problem(field, code, message));

    public static RefusalException NotFound(string what, string id) =>
        new(ErrorCodes.NotFound, $"There is no {what} {id}.");
}
