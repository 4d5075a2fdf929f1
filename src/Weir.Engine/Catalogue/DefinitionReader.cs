using System.Text;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>Reads a definition file, strictly: all that is wrong with it is said at once, with line and column.</summary>
public static class DefinitionReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="file">The name that messages use: <c>applications/gorgias/definition.yaml</c>.</param>
    /// <param name="folder">The name of its folder, which must be the application's key.</param>
    /// <param name="utf8">The file.</param>
    /// <exception cref="DefinitionException">What is wrong, one problem a line.</exception>
    public static ApplicationDefinition Read(string file, string folder, ReadOnlySpan<byte> utf8)
    {
        var problems = new DefinitionProblems(file);
        var definition = Read(folder, utf8, problems);
        return definition is null || problems.Any ? throw new DefinitionException(problems.Lines) : definition;
    }

    private static ApplicationDefinition? Read(string folder, ReadOnlySpan<byte> utf8, DefinitionProblems problems)
    {
        if (Decode(utf8, problems) is not { } text || YamlComposer.Compose(text, problems, YamlBounds.Definition) is not { } root)
        {
            return null;
        }

        var binder = new DefinitionBinder(problems);
        if (binder.Bind<DefinitionDocument>(root) is not { } document)
        {
            return null;
        }

        new DefinitionRules(document, new DefinitionTexts(problems, binder.Places)).Check(folder);
        return problems.Any ? null : Make(document);
    }

    private static string? Decode(ReadOnlySpan<byte> utf8, DefinitionProblems problems)
    {
        try
        {
            return StrictUtf8.GetString(utf8).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            problems.Add(YamlPlace.Start, "the file is not UTF-8; save it as UTF-8");
            return null;
        }
    }

    private static ApplicationDefinition Make(DefinitionDocument document) => new()
    {
        Key = document.Key,
        Name = document.Name,
        Category = document.Category,
        Description = document.Description,
        Adaptor = document.Adaptor switch { AdaptorKind.Files => "files", _ => "http" },
        Form = document.Form,
        Http = document.Http,
        Operations = OperationMaker.Make(document),
    };
}
