// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"

#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace orthant::ui {

/// A list of methods to search in and to choose from, each with its rule, its source and how sure that is.
/// Typing searches, arrows move, Enter chooses; Space does too where it is not a part of the query.
class MethodPicker final : public QWidget {
    Q_OBJECT
  public:
    enum class Mode {
        One,     ///< the current line is the choice; Enter or a double click asks for it to be used
        Several, ///< lines are ticked
    };
    explicit MethodPicker(Mode mode, QWidget* parent = nullptr);

    /// What was chosen and is not among them is forgotten.
    void setMethods(std::vector<EntryInfo> methods);
    /// Several: how many must and may be chosen; 2 and 8 at first.
    void setLimits(std::size_t least, std::size_t most);
    /// Ids in the order in which they were chosen; they may be too many. One: the first is made the current line.
    void setChosen(const std::vector<std::string>& ids);
    /// Ids in the order in which they were chosen; One: that of the current line, or none.
    std::vector<std::string> chosen() const;
    /// Whether as many are chosen as must be.
    bool complete() const;
    std::size_t shown() const; ///< how many methods the query leaves

  Q_SIGNALS:
    void chosenChanged();
    void activated(const std::string& id); ///< One: this method is to be used

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter();
    void take(QListWidgetItem* item);
    void showCount();
    void setTicked(const std::string& id, bool ticked);
    bool keyPressed(QObject* watched, int key, const QString& text);

    Mode mode_;
    std::size_t least_ = 2, most_ = 8;
    std::vector<EntryInfo> methods_;
    std::vector<std::string> chosen_; ///< Several
    QLineEdit* query_;
    QListWidget* list_;
    QLabel* chips_; ///< Several: what is chosen, each with a cross
    QLabel* count_;
};

} // namespace orthant::ui
