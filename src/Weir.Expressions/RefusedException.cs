namespace Weir.Expressions;

/// <summary>
/// A literal inside an expression that cannot be used: an unknown time zone, a bad pattern. Whoever parses the expression
/// makes it an <see cref="ExpressionException"/> with the position.
/// </summary>
internal sealed class RefusedException(string message, Exception? cause = null) : Exception(message, cause);
