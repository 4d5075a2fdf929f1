using System.CommandLine;
using System.Text.Json;
using Weir.Commands.Configuration;
using Weir.Engine.Documents;

namespace Weir.Commands;

/// <summary><c>weir pull</c></summary>
internal static class PullCommand
{
    /// <summary>Resources are bounded each; a configuration stands around them.</summary>
    private const int DepthMax = Body.DepthMax + 16;

    public static Command Create()
    {
        var server = new ServerOptions();
        var folder = new Argument<string>("dir") { Description = "The folder; made when it is missing.", HelpName = "DIR" };
        var prune = new Option<bool>("--prune") { Description = "Remove the files of resources that are not on the server." };
        var command = new Command("pull", "Writes the whole configuration as YAML files, one a resource, without secrets.") { folder, prune };
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var (json, _) = await client.ExchangeAsync(HttpMethod.Get, ApplyCommand.Path, null, null, stop);
            var files = new PulledFiles(Open(parsed.GetRequiredValue(folder)));
            files.Write(Parse(json, client));
            var others = files.Others;
            if (parsed.GetValue(prune))
            {
                foreach (var file in others)
                {
                    files.Remove(file);
                }
            }

            Report(files, [.. others.Select(o => o.Name)], parsed.GetValue(prune), server.IsJson(parsed));
            return CommandLine.Succeeded;
        });
        return command;
    }

    /// <summary>What lies there and cannot be read might be what would be overwritten: it is told, and nothing is written.</summary>
    private static ConfigurationFolder Open(string path)
    {
        var folder = ConfigurationFolder.Read(path, whole: false);
        return folder.Problems.Count == 0
            ? folder
            : throw new CommandFailedException(string.Join('\n', folder.Problems));
    }

    private static JsonElement Parse(byte[] json, ApiClient client)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthMax });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw client.NotWeir(e);
        }
    }

    private static void Report(PulledFiles files, IReadOnlyList<string> others, bool isPruned, bool isJson)
    {
        if (isJson)
        {
            Output.Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStrings("written", files.Written);
                writer.WriteNumber("unchanged", files.Unchanged);
                writer.WriteStrings(isPruned ? "removed" : "left", others);
                writer.WriteStrings("variables", files.Variables);
                writer.WriteEndObject();
            });
            return;
        }

        foreach (var file in files.Written)
        {
            Console.Out.WriteLine($"wrote {file}");
        }

        foreach (var file in others)
        {
            Console.Out.WriteLine(isPruned ? $"removed {file}" : $"left {file}: it is not on the server (--prune removes it)");
        }

        Console.Out.WriteLine($"{files.Written.Count:N0} written, {files.Unchanged:N0} unchanged.");
        if (files.Variables.Count > 0)
        {
            Console.Out.WriteLine($"Secrets are not in the files; 'weir apply' takes them from {string.Join(", ", files.Variables)}.");
        }
    }
}
