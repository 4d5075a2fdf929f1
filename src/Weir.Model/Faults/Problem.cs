namespace Weir.Model;

/// <summary>One thing that is wrong with what a client said.</summary>
/// <param name="Field">The path in the body as sent: <c>settings.subdomain</c>, <c>steps[1].when</c>; empty for the whole.</param>
/// <param name="Code">A code of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">One sentence that says how to mend it.</param>
/// <param name="Position">Where in an expression, counted from 0.</param>
public sealed record Problem(string Field, string Code, string Message, int? Position = null);
