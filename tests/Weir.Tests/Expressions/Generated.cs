using FsCheck;
using FsCheck.Fluent;

namespace Weir.Tests.Expressions;

/// <summary>
/// Random JSON and random texts made of the pieces of a language, which go deeper than random letters.
/// </summary>
internal static class Generated
{
    private static readonly Gen<string> Scalars = Gen.Elements(
        "null", "true", "false", "0", "-0", "1", "2", "-1.5", "1.0", "1e2", "1e400", "9007199254740993",
        "\"\"", "\"a\"", "\"b\"", "\"1\"", "\" 1e2\"", "\"a.b\"", "\"\\u0061\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"",
        "\"[a-z\"");

    public static Gen<string> Json(Gen<string> names, int depth = 4) => depth == 0
        ? Scalars
        : Gen.OneOf(
            Scalars,
            Some(Json(names, depth - 1)).Select(items => $"[{string.Join(',', items)}]"),
            Some(names.Zip(Json(names, depth - 1)))
                .Select(members => $"{{{string.Join(',', members.Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}"));

    public static Gen<string> Names { get; } = Gen.Elements(
        "a", "b", "current", "accumulator", "0", "", "\\u0061", "\\ud800");

    public static Gen<string> TextOf(params string[] pieces) =>
        Gen.Choose(0, 25).SelectMany(n => Gen.Elements(pieces).ListOf(n)).Select(string.Concat);

    public static Config Often { get; } = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5_000);

    private static Gen<List<T>> Some<T>(Gen<T> items) =>
        Gen.Choose(0, 4).SelectMany(n => items.ListOf(n)).Select(list => list.ToList());
}
